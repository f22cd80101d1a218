"""Results to a page for readers. Shows numbers and computes none."""
