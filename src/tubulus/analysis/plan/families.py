"""Whether a stratum has levels, and a reason of the flow is a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tubulus.analysis.plan.contents import Plan
from tubulus.core.errors import Problem
from tubulus.study.definition.study import Study

__all__ = ["check_families"]


def check_families(
    study: Study, plan: Plan, places: Mapping[tuple[str, str], int]
) -> Iterator[Problem]:
    """Yield a problem for each stratum without levels and each reason that is no text.

    A number as a stratum would put everybody into the level of those of whom it is not known.

    Parameters
    ----------
    study, plan : Study, Plan
        The definitions, the plan as far as it could be read.
    places : mapping
        Section and identifier of each table of the plan with its position.
    """
    for stratum in plan.strata:
        if not _has_levels(plan, stratum.value):
            path = ("strata", places["strata", stratum.id], "value")
            message = f"the stratum '{stratum.id}' has no levels"
            remedy = "name an item with codes, or write a condition such as 'form.item > 35'"
            yield study.source.make_problem(path, message, remedy)
    for step in plan.flow:
        if step.reason in plan.expressions and _find_family(plan, step.reason) != "text":
            path = ("flow", places["flow", step.id], "reason")
            message = f"the reason of the step '{step.id}' is no text"
            remedy = "name an item with codes or a text"
            yield study.source.make_problem(path, message, remedy)


def _has_levels(plan: Plan, text: str) -> bool:
    # what could not be compiled is reported already
    if text not in plan.expressions or _find_family(plan, text) == "truth":
        return True
    return bool(plan.find_codes(text))


def _find_family(plan: Plan, text: str) -> str:
    return plan.expressions[text].value_type.family
