"""Whether the study days of an endpoint can be told: its form is dated and is what it looks at."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import Endpoint
from tubulus.core.errors import Problem
from tubulus.study.definition.study import Study

__all__ = ["check_day_window"]


def check_day_window(
    study: Study, plan: Plan, path: tuple[str | int, ...], endpoint: Endpoint
) -> Iterator[Problem]:
    """Yield why the days of an endpoint's form would decide nothing."""
    window = endpoint.within_days
    form = study.find_form(window.form) if window else None
    if form is None:  # a form that does not exist is reported with the other names
        return
    if not form.dated_by:
        message = f"the form '{form.id}' has no date, so that its entries have no study day"
        yield study.source.make_problem((*path, "form"), message, 'write dated_by = "..." there')
    known = endpoint.when in plan.expressions
    if known and form.id not in {use.form for use in plan.list_uses(endpoint.when)}:
        message = f"'when' of the endpoint '{endpoint.id}' does not look at the form '{form.id}'"
        yield study.source.make_problem((*path, "form"), message, "name the form that it looks at")
