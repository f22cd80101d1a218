"""The part of an analysis that asks what an unmeasured confounder could explain."""

from __future__ import annotations

from tubulus.analysis.adjustment.contrasts import list_contrasts
from tubulus.analysis.confounding.negative_controls import list_negative_controls
from tubulus.analysis.confounding.strength import bound, list_strengths
from tubulus.analysis.confounding.tables import make_confounding_tables
from tubulus.analysis.parts import AnalysisContext, PartResult
from tubulus.core.estimates import Estimate

__all__ = ["derive_confounding"]


def derive_confounding(context: AnalysisContext, rows: tuple[Estimate, ...]) -> PartResult:
    """Derive E-values, robustness values, negative controls, benchmarks and tipping confounders.

    Nothing in a randomised study, whose arms chance alone sets apart.
    """
    adjustment = context.plan.adjustment
    if adjustment is None or context.is_randomised:
        return PartResult()
    contrasts = tuple(list_contrasts(context))
    if not contrasts:
        return PartResult()
    found = [(contrast, bound(contrast)) for contrast in contrasts]
    own = [row for contrast, bounds in found for row in list_strengths(contrast, bounds)]
    own.extend(list_negative_controls(contrasts, adjustment))
    return PartResult(tuple(own), make_confounding_tables(found, rows, context.provenance))
