"""Sections on what was planned beyond the estimates: order of tests, subgroups, multiverse."""
