"""What exists in one arm alone: it can neither be compared between arms nor adjust a comparison.

Histology, or sperm retrieved at surgery, exist in the operated arm only.
"""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import Estimand
from tubulus.core.errors import Problem
from tubulus.study.definition.study import Study

__all__ = ["check_one_arm_items", "list_lacks"]


def check_one_arm_items(
    study: Study, plan: Plan, path: tuple[str | int, ...], estimand: Estimand
) -> Iterator[Problem]:
    """Yield a problem where a comparison rests on what only one of its arms has."""
    if len(estimand.treatment) < 2:
        return
    for key, text in _list_texts(plan, estimand):
        if text not in plan.expressions:
            continue
        for what, arm in list_lacks(study, plan, text, estimand.treatment):
            message = f"{what} does not exist in the arm '{arm}'"
            remedy = "what only one arm has can neither be compared nor adjust a contrast"
            yield study.source.make_problem((*path, key), message, remedy)


def list_lacks(
    study: Study, plan: Plan, text: str, arms: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """List the forms and visits of an expression that an arm does not have, with that arm."""
    found = dict.fromkeys(
        lack
        for use in plan.list_uses(text)
        for lack in _find_lacks(study, use.form, use.visit, arms)
    )
    return tuple(found)


def _list_texts(plan: Plan, estimand: Estimand) -> Iterator[tuple[str, str]]:
    """Yield the key of the estimand and each expression on which the comparison rests."""
    endpoint = plan.find_endpoint(estimand.variable)
    for text in endpoint.texts:
        yield "variable", text
    for variable in plan.baseline:
        if variable.id in estimand.covariates:
            yield "covariates", variable.value
    stratum = plan.find_stratum(estimand.stratum)
    if stratum is not None:
        yield "stratum", stratum.value


def _find_lacks(
    study: Study, form_id: str, visit_id: str, arms: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """Yield the form or the visit, in words, with the first arm that has none."""
    form, visit = study.find_form(form_id), study.find_visit(visit_id)
    limits = [
        (f"the form '{form_id}'", form.arms if form else ()),
        (f"the visit '{visit_id}'", visit.arms if visit else ()),
    ]
    for what, own in limits:
        absent = [arm for arm in arms if own and arm not in own]
        if absent:
            yield what, absent[0]
