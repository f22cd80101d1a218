"""Gates and stopping rules over simulated trials."""

from __future__ import annotations

import numpy as np

from tubulus.analysis.operating.cells import Cell, find_truth, list_cells
from tubulus.analysis.operating.draws import Trials
from tubulus.analysis.operating.model import RuleModel, TrialModel, Vector
from tubulus.analysis.operating.worlds import World
from tubulus.stats.stacks import StackedContrasts, reject_by_gates

__all__ = ["judge_hypotheses", "sum_gates", "sum_rule"]


def sum_gates(
    model: TrialModel,
    world: World,
    cells: tuple[Cell, ...],
    contrasts: list[StackedContrasts],
) -> Vector:
    """Count rejections by the gates; shape (h + 3,), or empty where there are none.

    A hypothesis is false where its planned estimator has a true value other than 0.
    """
    gates = model.gates
    if gates is None:
        return np.empty(0)
    planned = {cell.estimand.id: i for i, cell in enumerate(cells) if cell.is_planned}
    trials = contrasts[0].estimate.size
    p_values = np.full((trials, len(gates.estimands)), np.nan)
    for column, name in enumerate(gates.estimands):
        if name in planned:
            p_values[:, column] = contrasts[planned[name]].p_value
    is_true = np.array([own is True for own in judge_hypotheses(model, world)])
    rejected = reject_by_gates(p_values, gates.table, gates.alpha)
    alone = np.where(np.isnan(p_values), np.inf, p_values) <= gates.alpha
    return np.concatenate(
        [
            [
                float(trials),
                float((rejected & is_true).any(axis=1).sum()),
                float((alone & is_true).any(axis=1).sum()),
            ],
            rejected.sum(axis=0).astype(np.float64),
        ]
    )


def judge_hypotheses(model: TrialModel, world: World) -> tuple[bool | None, ...]:
    """Say of each hypothesis of the gates whether it is true; None where it is not simulated."""
    if model.gates is None:
        return ()
    planned = {cell.estimand.id: cell for cell in list_cells(model) if cell.is_planned}
    return tuple(
        find_truth(world, planned[name]).value == 0.0 if name in planned else None
        for name in model.gates.estimands
    )


def sum_rule(rule: RuleModel, trials: Trials, planned: int) -> Vector:
    """Count where a stopping rule stops its arm; shape (looks + 3,).

    Participants are followed in the order of recruitment; a look beyond the planned size of the
    arm never comes.
    """
    in_arm = trials.arms == rule.arm
    place = np.cumsum(in_arm, axis=1)
    happened = in_arm & (trials.outcomes[rule.outcome] == 1.0)
    going = np.ones(trials.size, dtype=np.bool_)
    participants = np.full(trials.size, float(planned))
    stops = []
    pairs = zip(rule.boundary.looks, rule.boundary.limits, strict=True)
    for look, limit in pairs:
        events = (happened & (place <= look)).sum(axis=1)
        stopping = going & (look <= planned) & (limit is not None)
        if limit is not None:
            stopping &= events >= limit
        participants[stopping] = look
        going &= ~stopping
        stops.append(float(stopping.sum()))
    total = [float(trials.size), float(participants.sum()), float((participants**2).sum())]
    return np.array([*total, *stops])
