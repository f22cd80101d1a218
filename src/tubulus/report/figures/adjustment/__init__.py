"""Figures of adjusted contrasts: estimators side by side, balance, overlap, confounders."""
