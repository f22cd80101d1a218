"""The table of operating characteristics: one row a scenario, estimator and measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace

import polars as pl

from tubulus.analysis.operating.cells import Cell, find_truth, list_cells
from tubulus.analysis.operating.measures import Measure, measure_cell, measure_mean, measure_share
from tubulus.analysis.operating.model import GateModel, RuleModel, TrialModel, Vector
from tubulus.analysis.operating.rules import judge_hypotheses
from tubulus.analysis.operating.worlds import World

__all__ = ["OPERATING_SCHEMA", "ScenarioSums", "make_operating_table"]


@dataclass(frozen=True, slots=True)
class _Row:
    """One number; ``value`` is None where there is none, and ``reason`` says why."""

    scenario: str
    scenario_label: str
    part: str
    estimand: str
    label: str
    arm: str
    comparator: str
    estimator: str
    target: str
    planned: bool
    measure: str
    value: float | None
    mc_error: float | None
    trials: int
    reason: str
    provenance: str


OPERATING_SCHEMA: dict[str, type[pl.DataType]] = {
    "scenario": pl.String,
    "scenario_label": pl.String,
    "part": pl.String,
    "estimand": pl.String,
    "label": pl.String,
    "arm": pl.String,
    "comparator": pl.String,
    "estimator": pl.String,
    "target": pl.String,
    "planned": pl.Boolean,
    "measure": pl.String,
    "value": pl.Float64,
    "mc_error": pl.Float64,
    "trials": pl.Int64,
    "reason": pl.String,
    "provenance": pl.String,
}
"""Columns of the table ``operating``.

``part`` is estimator, gate or rule; ``trials`` says from how many trials the number comes;
``mc_error`` is its Monte Carlo standard error.
"""


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioSums:
    """The sums of all trials of a scenario, as in ``ChunkResult``."""

    world: World
    cells: Vector
    gates: Vector
    rules: tuple[Vector, ...]


def make_operating_table(
    model: TrialModel, sums: Sequence[ScenarioSums], *, provenance: str
) -> pl.DataFrame:
    """Turn sums into bias, coverage, error rates, power, stops, each with its Monte Carlo error."""
    rows = [asdict(row) for own in sums for row in _list_rows(model, own, provenance)]
    return pl.DataFrame(rows, schema=OPERATING_SCHEMA)


def _list_rows(model: TrialModel, sums: ScenarioSums, provenance: str) -> Iterator[_Row]:
    for cell, own in zip(list_cells(model), sums.cells, strict=True):
        truth = find_truth(sums.world, cell)
        for measure in measure_cell(own, truth):
            yield _make_cell_row(model, sums.world, cell, measure, provenance)
    if model.gates is not None and sums.gates.size:
        yield from _list_gates(model, sums, provenance)
    for rule, own in zip(model.rules, sums.rules, strict=True):
        for measure in _measure_rule(rule, own):
            yield _Row(
                sums.world.id, sums.world.label, "rule", rule.id, rule.label,
                model.arms[rule.arm], "", "stopping boundary", "", True,
                measure.name, measure.value, measure.error, measure.trials, measure.reason,
                provenance,
            )  # fmt: skip


def _make_cell_row(
    model: TrialModel, world: World, cell: Cell, measure: Measure, provenance: str
) -> _Row:
    comparator = model.arms[cell.comparator] if cell.comparator >= 0 else ""
    return _Row(
        world.id, world.label, "estimator", cell.estimand.id, cell.estimand.label,
        model.arms[cell.arm], comparator, cell.estimator, cell.target, cell.is_planned,
        measure.name, measure.value, measure.error, measure.trials, measure.reason, provenance,
    )  # fmt: skip


def _list_gates(model: TrialModel, sums: ScenarioSums, provenance: str) -> Iterator[_Row]:
    gates = model.gates
    assert gates is not None
    labels = dict(zip(gates.estimands, gates.labels, strict=True))
    for name, measure in _measure_gates(gates, sums.gates, judge_hypotheses(model, sums.world)):
        yield _Row(
            sums.world.id, sums.world.label, "gate", name, labels.get(name, ""),
            "", "", "graphical procedure", "", True,
            measure.name, measure.value, measure.error, measure.trials, measure.reason, provenance,
        )  # fmt: skip


def _measure_gates(
    gates: GateModel, sums: Vector, truths: tuple[bool | None, ...]
) -> Iterator[tuple[str, Measure]]:
    """Yield what the gates do, for the family under an empty name.

    Without the hypotheses that are not simulated fewer can be rejected: what is counted is a
    lower bound, and its reason says so.
    """
    trials, family, alone, *rejected = (float(value) for value in sums)
    pairs = zip(gates.labels, gates.reasons, strict=True)
    absent = ", ".join(label for label, reason in pairs if reason)
    bound = f"a lower bound: without {absent}, not simulated" if absent else ""
    counts = {"familywise error": family, "familywise error without gates": alone}
    for name, count in counts.items():
        if True in truths:
            yield "", replace(measure_share(name, count, trials), reason=bound)
        else:
            reason = "no simulated hypothesis is true in this scenario"
            yield "", Measure(name, None, None, 0, reason)
    name = "rejection by the gates"
    for estimand, reason, count in zip(gates.estimands, gates.reasons, rejected, strict=True):
        if reason:
            yield estimand, Measure(name, None, None, 0, f"not simulated: {reason}")
        else:
            yield estimand, replace(measure_share(name, count, trials), reason=bound)


def _measure_rule(rule: RuleModel, sums: Vector) -> Iterator[Measure]:
    trials, total, squares, *stops = (float(value) for value in sums)
    yield measure_share("stopping probability", sum(stops), trials)
    for look, count in zip(rule.boundary.looks, stops, strict=True):
        yield measure_share(f"stops at {look}", count, trials)
    yield measure_mean("expected participants", (trials, total, squares))
