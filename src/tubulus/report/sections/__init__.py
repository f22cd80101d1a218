"""Sections of the report: which tables, figures and cautions stand together.

Start with :func:`tubulus.report.sections.order.make_contents`.
"""
