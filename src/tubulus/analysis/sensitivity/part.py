"""The part of an analysis that repeats contrasts by other methods."""

from __future__ import annotations

from dataclasses import replace

from tubulus.analysis.adjustment.contrasts import list_contrasts
from tubulus.analysis.parts import AnalysisContext, PartResult
from tubulus.analysis.sensitivity.numbers import NUMBER_METHODS
from tubulus.analysis.sensitivity.shares import SHARE_METHODS
from tubulus.core.estimates import Estimate

__all__ = ["derive_other_methods"]


def derive_other_methods(context: AnalysisContext, rows: tuple[Estimate, ...]) -> PartResult:
    """Derive the contrasts that the estimands ask for by other methods; none is a planned test.

    The label of a row ends with the name of the method.
    """
    del rows
    methods = {**SHARE_METHODS, **NUMBER_METHODS}
    found = [
        replace(row, role="sensitivity", label=f"{row.label}, {name}")
        for contrast in list_contrasts(context)
        for name in contrast.context.estimand.sensitivity
        if name in methods
        for row in methods[name](contrast)
    ]
    return PartResult(tuple(found))
