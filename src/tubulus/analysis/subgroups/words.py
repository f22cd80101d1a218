"""What is done with a stratum, in words for the methods section and the protocol."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import Estimand
from tubulus.analysis.subgroups.derive import COMPARED
from tubulus.analysis.subgroups.tau import find_tau

__all__ = ["write_subgroups"]

_MODELS = {
    "risk-difference": "differences of risk differences with limits joined from their score limits",
    "ancova": "one model with an interaction of arm and level, HC3 standard errors",
}
_UNITS = {"log": "of the log ratio", "identity": "of the difference, in SDs within arms"}


def write_subgroups(plan: Plan, estimand: Estimand) -> Iterator[str]:
    """Yield how the contrast is compared between the levels of the estimand's stratum."""
    stratum = plan.find_stratum(estimand.stratum)
    if stratum is None or estimand.estimator not in COMPARED:
        return
    scale = plan.find_endpoint(estimand.variable).scale
    is_number = estimand.estimator == "ancova"
    of_what = _UNITS[scale] if is_number else "of the risk difference"
    tau = find_tau(plan.settings, scale if is_number else "share")
    yield (
        f"Compared between the levels of {stratum.label.lower()}: "
        f"{_MODELS[estimand.estimator]}; each level's contrast is drawn towards the others with a "
        f"standard deviation {of_what} between levels of tau = {tau.value:g}, "
        f"{tau.origin}, and shown for 0.05 to 0.3 beside it. No p-value."
    )
