"""Run the cargo x receptor screen of a study and keep the results."""

from __future__ import annotations

from typing import Any

import polars as pl

from tubulus.core.errors import StudyError
from tubulus.core.files import compute_file_hash
from tubulus.core.progress import Progress
from tubulus.core.provenance import Provenance
from tubulus.core.seeds import make_generator
from tubulus.exchange.networks import write_networks
from tubulus.runs.executors import choose_executor
from tubulus.runs.screen_files import require_screen_files
from tubulus.runs.screen_tables import tabulate_screen
from tubulus.runs.steps import Step, StepOutcome, run_step
from tubulus.runs.workspace import Workspace
from tubulus.screen.casebook import assemble_casebook
from tubulus.screen.engine import merge_chunks
from tubulus.screen.inputs import list_screen_files
from tubulus.screen.knowledge import find_liana_table
from tubulus.screen.nulls.null_sets import Chunk, ChunkCounts, run_chunk
from tubulus.screen.plan import ScreenPlan, plan_screen
from tubulus.screen.results import ScreenResult
from tubulus.screen.settings import ScreenSettings

__all__ = ["plan_screen_step", "screen_study"]


def plan_screen_step(workspace: Workspace, settings: ScreenSettings) -> Step:
    """Say what the screen rests on: its settings, and the files that they name."""
    return Step(
        "screen",
        ("screen",),
        _hash_files(workspace, settings),
        settings.model_dump(mode="json"),
        workspace.whole.run.seed,
    )


def screen_study(workspace: Workspace, progress: Progress, *, force: bool = False) -> StepOutcome:
    """Run the screen that the study declares, unless the kept results still hold.

    Raises
    ------
    StudyError
        If ``study.toml`` has no ``[screen]`` section.
    """
    settings = workspace.whole.screen
    if settings is None:
        raise StudyError("study.toml has no [screen] section; add one (it may be empty)")
    seed = workspace.whole.run.seed
    step = plan_screen_step(workspace, settings)

    def work(provenance: Provenance) -> tuple[dict[str, pl.DataFrame], dict[str, Any]]:
        inputs = require_screen_files(workspace, settings)
        plan = plan_screen(inputs, settings)
        result = _run_chunks(plan, seed, workspace.whole.run.workers, progress)
        return tabulate_screen(result, inputs, provenance)

    outcome = run_step(workspace.folder.results, step, work, force=force)
    _write_networks(workspace, outcome)
    return outcome


def _write_networks(workspace: Workspace, outcome: StepOutcome) -> None:
    """Write the candidates for network programs, beside the results that they show."""
    place = workspace.folder.results / "screen" / "network"
    if outcome.computed or not place.is_dir():
        study = workspace.whole.study.identity
        note = "Candidate interactions are hypotheses from lists: no contact or effect is shown."
        write_networks(place, outcome.results.tables, name=study.id, note=note)


def _hash_files(workspace: Workspace, settings: ScreenSettings) -> dict[str, str]:
    hashes = {}
    folder = workspace.folder.path
    for _, name in list_screen_files(settings, folder):
        path = folder / name
        hashes[name] = compute_file_hash(path) if path.is_file() else "missing"
    if "liana" in settings.evidence.pair_sources and settings.evidence.liana_file is None:
        found = find_liana_table()
        hashes["liana, installed"] = compute_file_hash(found[0]) if found else "missing"
    return hashes or {"tables": "built in"}


def _run_one(pair: tuple[int, Chunk]) -> ChunkCounts:
    seed, chunk = pair
    return run_chunk(chunk, make_generator(seed, "screen", chunk.id))


def _run_chunks(plan: ScreenPlan, seed: int, workers: int, progress: Progress) -> ScreenResult:
    """Run the chunks in order, on as many processes as were asked for; the numbers are the same."""
    pairs = [(seed, chunk) for chunk in plan.chunks]
    progress.start("screen", len(pairs))
    counts: dict[int, ChunkCounts] = {}
    for position, count in choose_executor(workers).run(_run_one, pairs):
        counts[position] = count
        progress.advance()
    progress.finish()
    progress.start("screen (weighing the evidence)", 1)
    casebook = assemble_casebook(plan, make_generator(seed, "screen", "casebook"))
    progress.advance()
    progress.finish()
    return merge_chunks(
        plan, [counts[position] for position in range(len(pairs))], casebook=casebook
    )
