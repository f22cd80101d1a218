"""Steps of a run: done once, kept under a key, done again only when what they rest on changed.

A step's folder under ``results`` is exchanged whole: an interruption leaves the old one or, at
worst, none, and never half of a new one.
"""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from tubulus.core.code_version import compute_code_version
from tubulus.core.files import apply_umask, compute_file_hash, leaves_folder, write_text
from tubulus.core.provenance import Provenance, make_provenance
from tubulus.core.results import ResultError, Results, read_results, write_results

__all__ = ["Step", "StepOutcome", "run_step", "run_step_with_files"]

_TAKEN = (errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST)
"""What a system says where somebody else has moved a folder away, or put one there."""
_ATTEMPTS = 100


@dataclass(frozen=True)
class Step:
    """A piece of work and what its result depends on.

    Parameters
    ----------
    name : str
        Folder of the step under ``results``.
    rooms : tuple of str
        Rooms whose code can change the result.
    inputs : mapping of str to str
        Name and content hash of what goes in.
    settings : mapping
        Resolved settings, as plain data.
    seed : int
        Seed of the run.
    """

    name: str
    rooms: tuple[str, ...]
    inputs: Mapping[str, str]
    settings: Mapping[str, Any]
    seed: int

    @property
    def key(self) -> str:
        """What the kept results of the step must have been computed under to hold."""
        return self.make_provenance().id

    def make_provenance(self) -> Provenance:
        """Make the record that every number of the step names."""
        code = compute_code_version(*self.rooms, "runs")
        return make_provenance(
            self.name,
            inputs={**self.inputs, "code": code},
            settings=self.settings,
            seed=self.seed,
        )


@dataclass(frozen=True)
class StepOutcome:
    """Results of a step, and whether they were computed now or kept from before."""

    results: Results
    computed: bool


Tables = Mapping[str, pl.DataFrame]
Work = Callable[[Provenance], tuple[Tables, Mapping[str, Any]]]
WorkWithFiles = Callable[[Provenance], tuple[Tables, Mapping[str, Any], Mapping[str, str]]]


def run_step(folder: Path, step: Step, work: Work, *, force: bool = False) -> StepOutcome:
    """Return the kept results of a step if they still hold, else do the work and keep it.

    Parameters
    ----------
    folder : Path
        The study's ``results``.
    step : Step
        What is done and what it depends on.
    work : callable
        Takes the provenance record and returns tables and further content of the manifest.
    force : bool
        Whether to do the work in any case.
    """

    def work_without_files(
        provenance: Provenance,
    ) -> tuple[Tables, Mapping[str, Any], Mapping[str, str]]:
        return (*work(provenance), {})

    return run_step_with_files(folder, step, work_without_files, force=force)


def run_step_with_files(
    folder: Path, step: Step, work: WorkWithFiles, *, force: bool = False
) -> StepOutcome:
    """Run a step whose results have text files beside their tables; see :func:`run_step`.

    Parameters
    ----------
    folder : Path
        The study's ``results``.
    step : Step
        What is done and what it depends on.
    work : callable
        As for ``run_step``; returns texts by relative name as well. They are written with the
        tables, and their hashes stand in the manifest under ``files``.
    force : bool
        Whether to do the work in any case.
    """
    provenance = step.make_provenance()
    place = folder / step.name
    if not force:
        kept = _read_kept(place, provenance)
        if kept is not None:
            return StepOutcome(kept, computed=False)
    tables, content, files = work(provenance)
    manifest = {
        **content,
        "step": step.name,
        "key": provenance.id,
        "provenance": {provenance.id: provenance.as_plain_data()},
    }
    return StepOutcome(_exchange_folder(place, Results(tables, manifest), files), computed=True)


def _read_kept(place: Path, provenance: Provenance) -> Results | None:
    """Return what is kept, or None where it is for other inputs, incomplete or changed."""
    try:
        kept = read_results(place)
    except ResultError:
        return None
    holds = kept.manifest.get("key") == provenance.id and _has_files(place, kept)
    return kept if holds else None


def _has_files(place: Path, kept: Results) -> bool:
    """Tell whether the files beside the tables are there and as they were written."""
    return all(
        not leaves_folder(name)
        and (place / name).is_file()
        and compute_file_hash(place / name) == expected
        for name, expected in kept.manifest.get("files", {}).items()
    )


def _exchange_folder(place: Path, results: Results, files: Mapping[str, str]) -> Results:
    """Write results in the place of others, and return them as they can be read again."""
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}.", suffix=".part"))
    try:
        apply_umask(fresh, 0o777)
        hashes = _write_files(fresh, files)
        if hashes:
            results = Results(results.tables, {**results.manifest, "files": hashes})
        write_results(fresh, results)
        written = read_results(fresh)
        _put_in_place(place, fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return written


def _put_in_place(place: Path, fresh: Path) -> None:
    """Move a folder to its place; another run of the study may do the same at this moment."""
    for left in reversed(range(_ATTEMPTS)):
        try:
            if place.exists():
                _swap_folders(place, fresh)
            else:
                fresh.rename(place)
        except OSError as error:
            if not left or error.errno not in _TAKEN or not fresh.exists():
                raise
        else:
            return


def _write_files(folder: Path, files: Mapping[str, str]) -> dict[str, str]:
    """Write texts and return their hashes."""
    hashes = {}
    for name, text in sorted(files.items()):
        write_text(folder / name, text)
        hashes[name] = compute_file_hash(folder / name)
    return hashes


def _swap_folders(place: Path, fresh: Path) -> None:
    """Put a folder in the place of another, or put the other back where that is interrupted."""
    aside = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}.", suffix=".part"))
    old = aside / place.name
    try:
        place.rename(old)
        fresh.rename(place)
    except BaseException:
        if old.exists() and not place.exists():
            old.rename(place)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
