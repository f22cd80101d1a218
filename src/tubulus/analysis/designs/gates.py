"""What the gates leave a hypothesis to spend: at the start, and at most."""

from __future__ import annotations

import numpy as np

from tubulus.analysis.plan.contents import Plan
from tubulus.stats.multiplicity.graphical import hand_on

__all__ = ["find_gate_alphas"]


def find_gate_alphas(plan: Plan, estimand: str) -> tuple[float, float] | None:
    """Find the level of a hypothesis at the start and once all others are rejected.

    Parameters
    ----------
    plan : Plan
        The plan with its graph of hypotheses.
    estimand : str
        The hypothesis.

    Returns
    -------
    (float, float) or None
        None where the hypothesis is not in the planned order.

    Notes
    -----
    In between it has what the rejected ones pass on (Bretz, Stat Med 2009;28:586-604); what a set
    of rejections leaves does not depend on their order.
    """
    testing = plan.testing
    names = [h.estimand for h in testing.hypotheses] if testing else []
    if testing is None or estimand not in names:
        return None
    weights = np.array([h.weight for h in testing.hypotheses])
    graph = np.array([[h.passes.get(name, 0.0) for name in names] for h in testing.hypotheses])
    own = names.index(estimand)
    start = float(weights[own])
    left = np.ones(len(names), dtype=np.bool_)
    for other in range(len(names)):
        if other != own:
            left[other] = False
            weights, graph = hand_on(weights, graph, other, left)
    return start * testing.alpha, float(weights[own]) * testing.alpha
