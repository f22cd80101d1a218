"""Estimators and intervals for small trials: arrays in, frozen results out. Knows no trial."""
