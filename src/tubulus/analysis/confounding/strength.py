"""How strong an unmeasured confounder must be: E-values and robustness values of a contrast."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tubulus.analysis.adjustment.contrasts import Contrast
from tubulus.analysis.estimators.rows import fill_statistic
from tubulus.core.estimates import Estimate
from tubulus.stats.bias import (
    ConfounderBounds,
    EValue,
    compute_confounder_bounds,
    compute_mean_e_value,
    compute_risk_ratio_e_value,
)
from tubulus.stats.bias.e_value import METHOD as E_METHOD
from tubulus.stats.linear import estimate_ancova
from tubulus.stats.logistic import estimate_standardised_risks
from tubulus.stats.results import Statistic
from tubulus.stats.two_proportions import estimate_risk_ratio

__all__ = [
    "E_LIMIT",
    "E_VALUE",
    "ROBUSTNESS",
    "ROBUSTNESS_LIMIT",
    "SECTION",
    "bound",
    "list_strengths",
]

SECTION = "confounding"
"""Section of the results that these rows belong to."""

E_VALUE, E_LIMIT = "E-value", "E-value of the limit"
ROBUSTNESS, ROBUSTNESS_LIMIT = "robustness value", "robustness value of the limit"
"""Statistics of the estimate, and of its limit nearest to no difference."""


def list_strengths(contrast: Contrast, bounds: ConfounderBounds) -> Iterator[Estimate]:
    """Yield E-values and robustness values of one contrast."""
    found, note = _compute_e_value(contrast)
    for statistic, part in ((E_VALUE, found.estimate), (E_LIMIT, found.limit)):
        yield _fill(contrast, statistic, part, note)
    for statistic, part in (
        (ROBUSTNESS, bounds.value.estimate),
        (ROBUSTNESS_LIMIT, bounds.value.limit),
    ):
        yield _fill(contrast, statistic, part, _say_model(contrast))


def bound(contrast: Contrast) -> ConfounderBounds:
    """Compute what a confounder as strong as each covariate of the model would change."""
    return compute_confounder_bounds(
        contrast.outcome,
        contrast.indicator,
        contrast.model.blocks,
        confidence=contrast.context.confidence,
    )


def _fill(contrast: Contrast, statistic: str, part: Statistic, note: str) -> Estimate:
    row = contrast.make_row(SECTION, statistic)
    return fill_statistic(replace(row, unit="", denominator=None, note=note), part)


def _say_model(contrast: Contrast) -> str:
    return "linear model of the chance" if contrast.kind == "share" else ""


def _compute_e_value(contrast: Contrast) -> tuple[EValue, str]:
    if contrast.kind == "share":
        return _compute_share_e_value(contrast)
    return _compute_number_e_value(contrast)


def _compute_share_e_value(contrast: Contrast) -> tuple[EValue, str]:
    """Compute it of the adjusted risk ratio; of the crude one where that does not exist."""
    level = contrast.context.confidence
    risks = estimate_standardised_risks(
        contrast.outcome, contrast.indicator, contrast.score.values, model="flic", confidence=level
    )
    ratio, which = risks.ratio, "adjusted"
    if ratio.estimate is None:
        counts = [_count(contrast, value) for value in (1.0, 0.0)]
        ratio, which = estimate_risk_ratio(*counts[0], *counts[1], confidence=level), "crude"
    if ratio.low is None or ratio.high is None:
        return compute_risk_ratio_e_value(ratio), f"of the {which} risk ratio"
    if ratio.estimate is None:
        said = f"of the {which} risk ratio, of which there is a lower limit alone: {ratio.low:.2f}"
        return compute_risk_ratio_e_value(ratio), said
    said = f"of the {which} risk ratio {ratio.estimate:.2f} ({ratio.low:.2f} to {ratio.high:.2f})"
    return compute_risk_ratio_e_value(ratio), said


def _count(contrast: Contrast, value: float) -> tuple[int, int]:
    own = contrast.outcome[(contrast.indicator == value) & ~np.isnan(contrast.outcome)]
    return int(own.sum()), own.size


def _compute_number_e_value(contrast: Contrast) -> tuple[EValue, str]:
    """Compute it through the difference in units of the SD of the outcome over both arms.

    The conservative choice: what arms or covariates leave of it would make every E-value larger.
    """
    model = contrast.model
    known = ~np.isnan(contrast.outcome) & model.complete
    outcome, arm = contrast.outcome[known], contrast.indicator[known]
    result = estimate_ancova(
        outcome, arm, model.values[known], confidence=contrast.context.confidence
    )
    sd = float(np.std(outcome, ddof=1)) if outcome.size > 1 else 0.0
    if result.contrast.estimate is None or sd == 0.0:
        reason = result.contrast.reason or "nothing is left to vary"
        nothing = Statistic(None, E_METHOD.name, reason)
        return EValue(nothing, nothing, result.contrast), ""
    size = result.contrast.estimate / sd
    of_what = "the log of the outcome" if contrast.kind == "ratio" else "the outcome"
    said = f"of a difference of {size:+.2f} SD of {of_what} in all, as an approximate risk ratio"
    return compute_mean_e_value(result.contrast, sd), said
