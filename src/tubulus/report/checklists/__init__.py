"""Reporting checklists, filled as far as the study's file and its results go."""
