"""Rules that look at the data and return findings, never exceptions."""
