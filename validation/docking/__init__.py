"""Cases of Docking Benchmark 5 and what is measured on them."""
