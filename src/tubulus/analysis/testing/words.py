"""The planned order of the tests in words, for the methods section and the protocol."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import Hypothesis
from tubulus.analysis.plan.tests_asked import count_tests

__all__ = ["say_outcome", "write_testing"]


def say_outcome(test: Mapping[str, Any]) -> str:
    """Say in words what one planned test comes to, from its row of the table of tests."""
    level = f"at {100 * test['alpha']:g} % for all together"
    if test["adjusted_p"] is None:
        return f"not rejected {level}, for there is no p-value ({test['reason']})"
    verdict = "rejected" if test["rejected"] == "yes" else "not rejected"
    return f"{verdict} {level} (adjusted p {_write_p(test['adjusted_p'])})"


def _write_p(value: float) -> str:
    if value < 0.001:
        return "< 0.001"
    return "> 0.99" if value > 0.99 else f"= {value:.3f}"


def write_testing(plan: Plan) -> Iterator[str]:
    """Yield how the family's error is kept, and which tests stand outside the planned order."""
    testing = plan.testing
    if testing is None:
        return
    yield (
        f"Tests in a planned order (graphical procedure): the chance of any false rejection among "
        f"the {len(testing.hypotheses)} hypotheses is at most {testing.alpha:g}, two-sided, as far "
        "as each p-value holds by itself"
    )
    yield from (_describe(plan, hypothesis) for hypothesis in testing.hypotheses)
    yield "A hypothesis without a p-value is not rejected and passes nothing on"
    inside = {hypothesis.estimand for hypothesis in testing.hypotheses}
    labels = {e.id: e.label for e in plan.estimands}
    outside = [labels.get(name, name) for name in count_tests(plan) if name not in inside]
    if outside:
        yield f"Outside the planned order and not adjusted: {', '.join(outside)}"


def _describe(plan: Plan, hypothesis: Hypothesis) -> str:
    label = plan.find_estimand(hypothesis.estimand).label
    passes = ", ".join(
        f"{share:.3g} to {plan.find_estimand(name).label}"
        for name, share in hypothesis.passes.items()
    )
    starts = f"{label} starts with a share of {hypothesis.weight:.3g} of alpha"
    return starts + (f"; once rejected it passes {passes}" if passes else "")
