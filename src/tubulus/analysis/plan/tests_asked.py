"""How many p-values a plan asks for: counted, never taken from its words."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.plan.contents import Plan
from tubulus.core.errors import Problem
from tubulus.study.definition.study import Study

__all__ = ["check_test_count", "count_tests"]


def count_tests(plan: Plan) -> dict[str, int]:
    """Count the p-values that each estimand of the plan asks for, by its identifier.

    One for each arm that the first is compared with; an estimand without a test is not listed.
    Sensitivity analyses and strata have none. A multiverse with a joint test has one, named
    ``multiverse`` and its identifier.
    """
    found = {e.id: len(e.treatment) - 1 for e in plan.estimands if e.test != "none"}
    return found | {f"multiverse {m.id}": 1 for m in plan.multiverse if m.joint_test}


def check_test_count(study: Study, plan: Plan) -> Iterator[Problem]:
    """Yield a problem where the number of tests that the plan states is not the one it asks for."""
    declared = plan.settings.tests
    found = count_tests(plan)
    if declared is None or declared == sum(found.values()):
        return
    named = ", ".join(f"{name} {n}" for name, n in found.items()) or "none"
    message = f"the plan states tests = {declared}, its estimands ask for {sum(found.values())}"
    remedy = f"they are: {named}; change one of the two"
    yield study.source.make_problem(("plan", "tests"), message, remedy)
