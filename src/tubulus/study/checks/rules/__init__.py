"""Rules, criteria and printed results that the study states itself."""
