"""Joins study and stats: analysis sets, estimands and the results table."""
