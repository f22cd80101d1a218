"""The part of an analysis about missing values: who lacks one, and what other rules give."""

from __future__ import annotations

from typing import Any

import polars as pl

from tubulus.analysis.imputation.absent import ABSENCE_SCHEMA, list_absent
from tubulus.analysis.imputation.below_limit import list_censored
from tubulus.analysis.imputation.extremes import list_extreme_cases
from tubulus.analysis.imputation.pooled import list_imputed_sensitivity
from tubulus.analysis.imputation.shifts import SHIFT_SCHEMA, list_shifted
from tubulus.analysis.parts import AnalysisContext, PartResult
from tubulus.core.estimates import Estimate

__all__ = ["derive_missing"]

_LISTED = {
    "imputation": list_imputed_sensitivity,
    "extreme cases": list_extreme_cases,
    "below limit": list_censored,
}


def derive_missing(context: AnalysisContext, rows: tuple[Estimate, ...]) -> PartResult:
    """Derive the tables ``absences`` and ``tipping``, and the rows of the section ``missing``."""
    del rows
    estimates: list[Estimate] = []
    absences: list[dict[str, Any]] = []
    grids: list[dict[str, Any]] = []
    for own in context.estimands:
        for found in list_absent(own):
            estimates.append(found.row)
            absences += found.reasons
    for own in context.estimands:
        for name, derive in _LISTED.items():
            if name in own.estimand.sensitivity:
                estimates += derive(own)
        if "tipping" in own.estimand.sensitivity:
            for shifted in list_shifted(own):
                estimates += shifted.rows
                grids += shifted.grid
    tables = {
        "absences": _make_table(absences, ABSENCE_SCHEMA, context.provenance),
        "tipping": _make_table(grids, SHIFT_SCHEMA, context.provenance),
    }
    kept = {name: table for name, table in tables.items() if table.height}
    return PartResult(rows=tuple(estimates), tables=kept)


def _make_table(rows: list[dict[str, Any]], schema: pl.Schema, provenance: str) -> pl.DataFrame:
    stamped = [{**row, "provenance": provenance} for row in rows]
    return pl.DataFrame(stamped, schema=schema, orient="row")
