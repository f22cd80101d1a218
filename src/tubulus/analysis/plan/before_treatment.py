"""What counts as known before treatment: it may not look at what was seen afterwards.

A covariate that the treatment can move takes a part of the effect away, or brings in one that is
not there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tubulus.analysis.plan.contents import Plan
from tubulus.core.errors import Problem
from tubulus.study.definition.study import Study
from tubulus.study.expressions import ItemUse

__all__ = ["check_before_treatment"]

_LOGS_AFTER = frozenset(
    {
        "adverse-event",
        "cell-product",
        "concomitant-medication",
        "deviation",
        "disposition",
        "hormone-therapy",
        "injection",
        "lifestyle-programme",
        "long-term-safety",
        "marrow-harvest",
        "neonatal",
        "pregnancy",
    }
)
"""Built-in forms that are filled in from the start of treatment on, or all through the study."""


def check_before_treatment(
    study: Study, plan: Plan, places: Mapping[tuple[str, str], int]
) -> Iterator[Problem]:
    """Yield where what is known before looks at what came after treatment began.

    Covariates, of estimands as of the adjustment, are baseline variables; an endpoint's value
    before is a covariate too. A form without visits, such as the history, counts as known before,
    unless it is one of the built-in logs that are kept during treatment.
    """
    for section, name, key, text in _list_texts(plan):
        uses = plan.list_uses(text) if text in plan.expressions else ()
        found = next(filter(None, (_find_fault(study, use) for use in uses)), None)
        if found is not None:
            message, remedy = found
            path = (section, places[section, name], key)
            yield study.source.make_problem(path, message, remedy)


def _list_texts(plan: Plan) -> Iterator[tuple[str, str, str, str]]:
    """Yield section, identifier, key and text of each expression of what is known before."""
    for variable in plan.baseline:
        yield "baseline", variable.id, "value", variable.value
    for stratum in plan.strata:
        yield "strata", stratum.id, "value", stratum.value
    for endpoint in plan.endpoints:
        yield "endpoints", endpoint.id, "baseline", endpoint.baseline


def _find_fault(study: Study, use: ItemUse) -> tuple[str, str] | None:
    """Say what is wrong with a use, and what to do; None where it looks before treatment."""
    form = study.find_form(use.form)
    at = (use.visit,) if use.visit else form.visits if form else ()
    visits = [visit for visit in map(study.find_visit, at) if visit is not None]
    before = [visit.id for visit in study.visits if visit.baseline]
    later = next((visit for visit in visits if not visit.baseline), None)
    if later is not None:
        known = ", ".join(f"'{name}'" for name in before) or "none yet"
        message = (
            f"'{use}' looks at the visit '{later.id}', which does not have baseline = true: what "
            "treatment can move describes nobody before it, and adjusts nothing"
        )
        remedy = (
            f"look at a visit before treatment ({known}), or write baseline = true at '{later.id}' "
            "if it always comes before the first treatment"
        )
        return message, remedy
    if form is not None and not visits and form.standard in _LOGS_AFTER:
        message = f"'{use}' looks at the form '{form.id}', a log that is kept during treatment"
        remedy = (
            "look at a form that is filled in before, such as the history, or at a visit before"
        )
        return message, remedy
    return None
