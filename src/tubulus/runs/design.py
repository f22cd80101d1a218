"""Try the plan on simulated trials: ``tubulus design simulate``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from tubulus.analysis.operating.engine import merge_chunks, plan_trials, run_seeded_chunk
from tubulus.analysis.operating.sums import read_chunk_result
from tubulus.analysis.plan.locked_sections import (
    IN_SILICO_SECTIONS,
    LOCKED_SECTIONS,
    hash_sections,
)
from tubulus.analysis.plan.sections import Design
from tubulus.analysis.plan.simulated import list_unsupported
from tubulus.core.errors import StudyError
from tubulus.core.identifiers import suggest_name
from tubulus.core.progress import Progress
from tubulus.core.provenance import Provenance
from tubulus.runs.executors import Checkpoints, choose_executor, run_chunks
from tubulus.runs.steps import Step, StepOutcome, run_step
from tubulus.runs.workspace import Workspace

__all__ = ["SimulationRequest", "list_left_out", "plan_design_step", "simulate_design"]

_SECTIONS = tuple(name for name in LOCKED_SECTIONS if name not in {"sources", *IN_SILICO_SECTIONS})
"""Sections that can change a characteristic of the plan."""


@dataclass(frozen=True, slots=True)
class SimulationRequest:
    """What of the design is simulated, and where.

    Parameters
    ----------
    trials : int or None
        Trials of each scenario; those of ``[design]`` if None.
    scenarios : tuple of str
        Scenarios to run; all if empty.
    workers : int or None
        Processes; those of ``[run]`` if None. Changes no number.
    cluster : str or None
        Address of a Dask scheduler, in place of processes; that of ``[run]`` if None and no
        workers are given. Changes no number.
    """

    trials: int | None = None
    scenarios: tuple[str, ...] = ()
    workers: int | None = None
    cluster: str | None = None


def _require_design(workspace: Workspace) -> Design:
    design = workspace.whole.plan.design
    if design is None:
        raise StudyError(
            "study.toml has no [design] section; see docs/howto/simulate-the-design.md"
        )
    return design


def plan_design_step(
    workspace: Workspace, trials: int | None = None, scenarios: Sequence[str] = ()
) -> Step:
    """Say what the simulation rests on: the plan, its assumptions, how many trials of which.

    Raises
    ------
    StudyError
        If there is no ``[design]`` or a scenario is not in it.
    """
    design = _require_design(workspace)
    known = [scenario.id for scenario in design.scenarios]
    for name in scenarios:
        if name not in known:
            raise StudyError(f"there is no scenario '{name}'; {suggest_name(name, known)}")
    hashes = hash_sections(workspace.whole.study.source.data)
    return Step(
        "design",
        ("analysis", "stats", "study"),
        {f"study.toml[{name}]": hashes[name] for name in _SECTIONS if name in hashes},
        {
            "trials": design.trials if trials is None else trials,
            "scenarios": [name for name in known if not scenarios or name in scenarios],
        },
        workspace.whole.run.seed,
    )


def _choose_cluster(workspace: Workspace, asked: SimulationRequest) -> str | None:
    # workers that are asked for by name win over a cluster that the file names
    return asked.cluster or (None if asked.workers else workspace.whole.run.cluster)


def list_left_out(workspace: Workspace) -> list[dict[str, str]]:
    """List what of the plan is not run on simulated trials, each with the reason."""
    return [
        {"estimand": name, "label": label, "reason": reason}
        for name, label, reason in list_unsupported(workspace.whole.plan)
    ]


def simulate_design(
    workspace: Workspace,
    progress: Progress,
    request: SimulationRequest | None = None,
    *,
    force: bool = False,
) -> StepOutcome:
    """Run the plan on simulated trials, unless the kept results still hold.

    An interruption loses the chunks that were running, and none that was finished.

    Raises
    ------
    StudyError
        If there is no ``[design]``, a scenario is not in it, or a cluster cannot be used.
    """
    asked = request or SimulationRequest()
    step = plan_design_step(workspace, asked.trials, asked.scenarios)
    design = _require_design(workspace)
    checkpoints = Checkpoints(workspace.folder.results / ".design-chunks", step.key)
    if force:
        checkpoints.clear()

    def work(provenance: Provenance) -> tuple[Mapping[str, pl.DataFrame], dict[str, Any]]:
        whole = workspace.whole
        plan = plan_trials(
            whole.study,
            whole.plan,
            design,
            seed=whole.run.seed,
            trials=asked.trials,
            scenarios=asked.scenarios,
        )
        progress.start("design", len(plan.chunks))
        results = run_chunks(
            run_seeded_chunk,
            plan.chunks,
            choose_executor(asked.workers or whole.run.workers, _choose_cluster(workspace, asked)),
            checkpoints=checkpoints,
            progress=progress,
        )
        sums = [read_chunk_result(dict(result)) for result in results.values()]
        table = merge_chunks(plan, sums, provenance=provenance.id)
        total = sum(chunk.trials for chunk in plan.chunks)
        progress.finish(f"{total} simulated trials")
        content = {
            **dict(step.settings),
            "arms": dict(zip(plan.model.arms, plan.model.sizes, strict=True)),
            "left_out": list_left_out(workspace),
        }
        return {"operating": table}, {"design": content}

    outcome = run_step(workspace.folder.results, step, work, force=force)
    checkpoints.clear()
    # a quick try of a few trials takes nothing from a long simulation that was interrupted
    if outcome.computed and asked.trials is None and not asked.scenarios:
        checkpoints.clear_others()
    return outcome
