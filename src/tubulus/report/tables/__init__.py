"""Tables of the report: rows of the results arranged for a reader.

Start with :func:`tubulus.report.tables.grid.make_grid`; nothing here computes a statistic.
"""
