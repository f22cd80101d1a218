"""Figures on what was planned beyond the estimates: subgroups, multiverse."""
