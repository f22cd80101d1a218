"""Figures of the report: the numbers of the results drawn, for screen and print alike.

Start with :func:`tubulus.report.figures.figure.make_panel`; nothing here computes a statistic.
"""
