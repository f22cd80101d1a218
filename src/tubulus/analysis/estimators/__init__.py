"""Estimators that a plan may name: each turns one estimand into rows of results."""
