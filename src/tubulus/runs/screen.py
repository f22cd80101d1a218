"""Run the cargo x receptor screen of a study and keep the results."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import polars as pl

from tubulus.core.errors import InputError, StudyError
from tubulus.core.files import compute_file_hash
from tubulus.core.progress import Progress
from tubulus.core.provenance import Provenance
from tubulus.core.seeds import make_generator
from tubulus.runs.executors import choose_executor
from tubulus.runs.steps import Step, StepOutcome, run_step
from tubulus.runs.workspace import Workspace
from tubulus.screen.cargo.reading import CargoReading
from tubulus.screen.engine import merge_chunks
from tubulus.screen.inputs import ScreenInputs, read_inputs
from tubulus.screen.nulls.null_sets import Chunk, ChunkCounts, run_chunk
from tubulus.screen.plan import ScreenPlan, plan_screen
from tubulus.screen.results import ScreenResult
from tubulus.screen.settings import ScreenSettings

__all__ = ["plan_screen_step", "require_screen_files", "screen_study"]

_FILES = ("cargo_file", "receptors_file", "detection_file", "comparator_file")


def require_screen_files(workspace: Workspace, settings: ScreenSettings) -> ScreenInputs:
    """Read the files that the screen names, so that a long run does not stop half way at one.

    Raises
    ------
    InputError
        With every file that is missing and every row that cannot be used.
    """
    problems = []
    for key in _FILES:
        name = getattr(settings, key)
        path = workspace.folder.path / (name or "")
        if name and not path.is_file():
            remedy = f"expected it at {path}"
            message = f"there is no file '{name}'"
            table = workspace.whole.study.source
            problems.append(table.make_problem(("screen", key), message, remedy))
    if problems:
        raise InputError(problems)
    return read_inputs(settings, workspace.folder.path)


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
        return _tabulate(result, inputs.reading, provenance)

    return run_step(workspace.folder.results, step, work, force=force)


def _hash_files(workspace: Workspace, settings: ScreenSettings) -> dict[str, str]:
    hashes = {}
    for name in (getattr(settings, key) for key in _FILES):
        if name:
            path = workspace.folder.path / name
            hashes[name] = compute_file_hash(path) if path.is_file() else "missing"
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
    return merge_chunks(plan, [counts[position] for position in range(len(pairs))])


def _tabulate(
    result: ScreenResult, reading: CargoReading | None, provenance: Provenance
) -> tuple[dict[str, pl.DataFrame], dict[str, Any]]:
    tables = {
        "interactions": result.interactions,
        "receptor_tests": result.receptor_tests,
        "cell_type_tests": result.cell_type_tests,
        "surprise": result.surprise,
        "excluded": result.excluded,
        "global_test": pl.DataFrame([asdict(result.global_test)]),
    }
    if reading is not None:
        tables["cargo_mapping"] = reading.mapping
    stamped = {
        kind: frame.with_columns(pl.lit(provenance.id).alias("provenance"))
        for kind, frame in tables.items()
    }
    content = {
        "screen": {
            "conclusion": result.conclusion,
            "missing_evidence": list(result.missing_evidence),
            "counts": dict(result.counts),
            "comparator": asdict(result.comparator) if result.comparator else None,
            "cargo_notes": list(reading.notes) if reading else [],
            "settings": result.settings.model_dump(mode="json"),
        }
    }
    return stamped, content
