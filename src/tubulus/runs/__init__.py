"""Use cases: the only place that wires rooms together; run manifest and cache."""
