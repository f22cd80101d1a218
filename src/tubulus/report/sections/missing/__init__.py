"""The section on missing values: who lacks one, what imputation gives, what hangs on it.

Exports :func:`make_missing_section`.
"""

from __future__ import annotations

from tubulus.report.sections.missing.section import make_missing_section

__all__ = ["make_missing_section"]
