"""Predictions of a folder, whichever program made them; one bad job does not stop the others."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tubulus.core.errors import InputError, Problem
from tubulus.dock.external.predictions import ExternalPrediction, PredictedPair
from tubulus.dock.external.readers.alphafold3 import list_alphafold3_models, read_alphafold3_model
from tubulus.dock.external.readers.boltz import list_boltz_models, read_boltz_model
from tubulus.dock.external.readers.colabfold import list_colabfold_models, read_colabfold_model
from tubulus.dock.external.readers.models import ModelFiles, rank_models
from tubulus.dock.external.unscored import find_unscored_models
from tubulus.dock.structures.reading.files import refuse

__all__ = ["PredictionReading", "list_models", "read_predictions"]

_READERS: Final[dict[str, Callable[[ModelFiles, PredictedPair], ExternalPrediction]]] = {
    "alphafold3": read_alphafold3_model,
    "boltz": read_boltz_model,
    "colabfold": read_colabfold_model,
}
_RANKING: Final = {
    "alphafold3": "ranking_score",
    "boltz": "confidence_score",
    "colabfold": "ranking_score",
}
_PICKLE_REMEDY: Final = (
    "a pickle runs code when it is opened: in AlphaFold's own environment write its "
    "predicted_aligned_error, plddt, iptm and ptm as JSON, or predict with ColabFold"
)


@dataclass(frozen=True, slots=True)
class PredictionReading:
    """Predictions of a folder.

    Attributes
    ----------
    predictions : tuple of ExternalPrediction
        By job and rank.
    problems : tuple of Problem
        Models that could not be read or have no scores, and jobs that no pair names or several do.
    without_prediction : tuple of PredictedPair
        Pairs for which the folder holds no prediction.
    """

    predictions: tuple[ExternalPrediction, ...]
    problems: tuple[Problem, ...]
    without_prediction: tuple[PredictedPair, ...]


def list_models(folder: str | os.PathLike[str]) -> tuple[ModelFiles, ...]:
    """List the models of AlphaFold 3, Boltz and ColabFold in a folder and the folders inside it.

    Raises
    ------
    InputError
        If there is no such folder, it is a zip archive, or it holds no prediction that is read.
    """
    folder = Path(folder)
    if folder.suffix == ".zip" or not folder.is_dir():
        archive = folder.suffix == ".zip"
        what = "this is a zip archive" if archive else "there is no such folder"
        refuse(folder.name, what, "unpack it and give the folder" if archive else "give a folder")
    paths = _list_files(folder)
    found = (
        *list_alphafold3_models(paths),
        *list_boltz_models(paths),
        *list_colabfold_models(paths),
    )
    if not found:
        _refuse_folder(folder, paths)
    return found


def read_predictions(
    folder: str | os.PathLike[str],
    pairs: Mapping[str, PredictedPair] | Iterable[PredictedPair] | PredictedPair,
) -> PredictionReading:
    """Read the predictions of a folder.

    Parameters
    ----------
    folder : str or path
        With one or many jobs of AlphaFold 3, Boltz or ColabFold, as the programs wrote them.
    pairs : mapping of str to PredictedPair, iterable of PredictedPair, or PredictedPair
        What each job is about, by its name; capitals, every other character than letters and
        digits, and the ``fold_`` that the server of AlphaFold 3 puts in front do not matter. Of
        pairs without names of jobs, the jobs are called ``fixed_mobile``. One pair alone is
        allowed where there is one job.

    Returns
    -------
    PredictionReading
        With the problems of the models that could not be read. A job whose name stands for two
        pairs is not read: the problem names both.

    Raises
    ------
    InputError
        If the folder holds no prediction, or one pair is given for several jobs.
    """
    folder = Path(folder)
    models = list_models(folder)
    named = _name_jobs(models, pairs, folder)
    problems = list(find_unscored_models(_list_files(folder)))
    read: dict[tuple[str, str], list[ExternalPrediction]] = {}
    for files in models:
        try:
            prediction = _READERS[files.engine](files, _find_pair(files, named))
            read.setdefault((files.job, files.engine), []).append(prediction)
        except InputError as error:
            problems += error.problems
    ranked = [rank_models(group, _RANKING[engine]) for (_, engine), group in sorted(read.items())]
    predictions = tuple(model for group in ranked for model in group)
    jobs = {_normalise(files.job) for files in models}
    absent = tuple(pair for job, found in named.items() if job not in jobs for pair in found)
    return PredictionReading(predictions, tuple(dict.fromkeys(problems)), absent)


def _list_files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))


def _name_jobs(
    models: tuple[ModelFiles, ...],
    pairs: Mapping[str, PredictedPair] | Iterable[PredictedPair] | PredictedPair,
    folder: Path,
) -> dict[str, tuple[PredictedPair, ...]]:
    """Return the pairs that each job may be about; several where their names are one."""
    jobs = sorted({files.job for files in models})
    if isinstance(pairs, Mapping):
        return _group(pairs.items())
    if not isinstance(pairs, PredictedPair):
        return _group((f"{pair.fixed}_{pair.mobile}", pair) for pair in pairs)
    if len(jobs) > 1:
        listed = ", ".join(jobs[:6]) + (" and more" if len(jobs) > 6 else "")
        remedy = f"name the pair of each job: {listed}"
        refuse(folder.name, f"the folder holds {len(jobs)} jobs", remedy)
    return _group([(jobs[0], pairs)])


def _group(named: Iterable[tuple[str, PredictedPair]]) -> dict[str, tuple[PredictedPair, ...]]:
    found: dict[str, dict[PredictedPair, None]] = {}
    for job, pair in named:
        found.setdefault(_normalise(job), {})[pair] = None
    return {job: tuple(pairs) for job, pairs in found.items()}


def _normalise(job: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", job.lower()).removeprefix("fold_").strip("_")


def _find_pair(files: ModelFiles, named: Mapping[str, tuple[PredictedPair, ...]]) -> PredictedPair:
    found = named.get(_normalise(files.job), ())
    if not found:
        known = ", ".join(list(named)[:6]) or "none"
        refuse(files.job, "no pair is named for this job", f"the jobs that are named: {known}")
    if len(found) > 1:
        refuse(
            files.job,
            f"the name of this job stands for {' and for '.join(map(str, found))}, so that it was "
            "not read",
            "only letters, whatever their capitals, and digits tell jobs apart: give one of "
            "these pairs another name",
        )
    return found[0]


def _refuse_folder(folder: Path, paths: list[Path]) -> None:
    endings = {path.suffix for path in paths}
    if endings & {".pkl", ".pickle"}:
        refuse(folder.name, "the results are pickles of AlphaFold 2", _PICKLE_REMEDY)
    if ".zip" in endings:
        refuse(folder.name, "the folder holds zip archives only", "unpack them")
    refuse(
        folder.name,
        "the folder holds no prediction that is read",
        "expected *_summary_confidences.json of AlphaFold 3, confidence_*_model_0.json of Boltz "
        "or *_scores_*.json of ColabFold, with their models beside them",
    )
