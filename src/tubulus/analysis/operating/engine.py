"""The plan on simulated trials as an engine: plan the work, run a chunk, merge the sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.random import Generator

from tubulus.analysis.operating.cells import find_truth, list_cells
from tubulus.analysis.operating.draws import draw_trials
from tubulus.analysis.operating.estimates import Batch, estimate_cell
from tubulus.analysis.operating.model import TrialModel, make_model
from tubulus.analysis.operating.rules import sum_gates, sum_rule
from tubulus.analysis.operating.scenarios import make_world
from tubulus.analysis.operating.sums import ChunkResult, sum_contrasts
from tubulus.analysis.operating.table import ScenarioSums, make_operating_table
from tubulus.analysis.operating.worlds import World
from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import Design
from tubulus.core.seeds import make_generator
from tubulus.study.definition.study import Study

__all__ = [
    "TrialChunk",
    "TrialPlan",
    "merge_chunks",
    "plan_trials",
    "run_chunk",
    "run_seeded_chunk",
]

_ROOM = "design"


@dataclass(frozen=True, slots=True, eq=False)
class TrialChunk:
    """Some trials of one scenario, with all that is needed to draw and analyse them."""

    id: str
    trials: int
    seed: int
    model: TrialModel
    world: World

    def make_generator(self) -> Generator:
        """Make the generator of the chunk: the same draws wherever it runs."""
        return make_generator(self.seed, _ROOM, self.id)


@dataclass(frozen=True, slots=True, eq=False)
class TrialPlan:
    """What will be simulated: the model of a trial, the scenarios, and the chunks of the work."""

    model: TrialModel
    worlds: tuple[World, ...]
    chunks: tuple[TrialChunk, ...]


def plan_trials(
    study: Study,
    plan: Plan,
    design: Design,
    *,
    seed: int,
    trials: int | None = None,
    scenarios: Sequence[str] = (),
) -> TrialPlan:
    """Plan the simulation: make the scenarios ready and cut the trials into chunks.

    Parameters
    ----------
    study, plan : Study, Plan
        What is analysed.
    design : Design
        What is assumed.
    seed : int
        Seed of the run.
    trials : int, optional
        Trials of each scenario; those of the design if not given.
    scenarios : sequence of str
        Identifiers of the scenarios to run; all of them if empty.
    """
    model = make_model(study, plan, design)
    chosen = [s for s in design.scenarios if not scenarios or s.id in scenarios]
    worlds = tuple(
        make_world(model, scenario, make_generator(seed, _ROOM, "population", scenario.id))
        for scenario in chosen
    )
    total = design.trials if trials is None else trials
    chunks = tuple(
        TrialChunk(
            f"{world.id}-{start // design.chunk}",
            min(design.chunk, total - start),
            seed,
            model,
            world,
        )
        for world in worlds
        for start in range(0, total, design.chunk)
    )
    return TrialPlan(model, worlds, chunks)


def run_chunk(chunk: TrialChunk, generator: Generator) -> ChunkResult:
    """Draw the trials of a chunk, run the plan on each, and sum what came out."""
    model, world = chunk.model, chunk.world
    with np.errstate(over="ignore"):
        trials = draw_trials(model, world, chunk.trials, generator)
    batch = Batch(model, trials, generator)
    cells = list_cells(model)
    contrasts = [estimate_cell(batch, cell) for cell in cells]
    alpha = 1.0 - model.confidence
    sums = [
        sum_contrasts(found, find_truth(world, cell).value, alpha)
        for cell, found in zip(cells, contrasts, strict=True)
    ]
    return ChunkResult(
        chunk.id,
        np.array(sums),
        sum_gates(model, world, cells, contrasts),
        tuple(sum_rule(rule, trials, model.sizes[rule.arm]) for rule in model.rules),
    )


def run_seeded_chunk(chunk: TrialChunk) -> dict[str, Any]:
    """Run a chunk under its own seed; the plain result of it can travel and be kept."""
    return run_chunk(chunk, chunk.make_generator()).as_plain_data()


def merge_chunks(
    plan: TrialPlan, results: Sequence[ChunkResult], *, provenance: str
) -> pl.DataFrame:
    """Merge the sums of all chunks into the table of operating characteristics.

    Parameters
    ----------
    plan : TrialPlan
        The plan whose chunks were run.
    results : sequence of ChunkResult
        One for each chunk, in any order; they are added in the order of the plan, so that the
        order in which they were run moves no digit.
    provenance : str
        Identifier of the provenance record.

    Raises
    ------
    ValueError
        If a chunk is missing or came twice.
    """
    if sorted(r.chunk_id for r in results) != sorted(c.id for c in plan.chunks):
        raise ValueError("merge needs the sums of each chunk of the plan exactly once")
    by_id = {result.chunk_id: result for result in results}
    sums = []
    for world in plan.worlds:
        own = [by_id[c.id] for c in plan.chunks if c.world.id == world.id]
        rules = tuple(
            sum(r.rules[i] for r in own) + np.zeros(1) for i in range(len(plan.model.rules))
        )
        cells = np.sum([r.cells for r in own], axis=0)
        sums.append(ScenarioSums(world, cells, np.sum([r.gates for r in own], axis=0), rules))
    return make_operating_table(plan.model, sums, provenance=provenance)
