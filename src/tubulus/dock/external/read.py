"""Predictions of a folder, whichever program made them; one bad job does not stop the others."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tubulus.core.errors import InputError, Problem
from tubulus.dock.external.jobs import find_pair, name_jobs, normalise_job
from tubulus.dock.external.predictions import ExternalPrediction, PredictedPair
from tubulus.dock.external.readers.alphafold3 import list_alphafold3_models, read_alphafold3_model
from tubulus.dock.external.readers.boltz import list_boltz_models, read_boltz_model
from tubulus.dock.external.readers.colabfold import list_colabfold_models, read_colabfold_model
from tubulus.dock.external.readers.models import ModelFiles, rank_models
from tubulus.dock.external.unscored import find_unscored_models
from tubulus.dock.structures.reading.files import refuse

__all__ = ["RANKED_BY", "PredictionReading", "list_models", "list_read_files", "read_predictions"]

_READERS: Final[dict[str, Callable[[ModelFiles, PredictedPair], ExternalPrediction]]] = {
    "alphafold3": read_alphafold3_model,
    "boltz": read_boltz_model,
    "colabfold": read_colabfold_model,
}
RANKED_BY: Final = {
    "alphafold3": "ranking_score",
    "boltz": "confidence_score",
    "colabfold": "ranking_score",
}
"""Score by which the models of a job are ranked, by program."""
_PICKLE_REMEDY: Final = (
    "a pickle runs code when it is opened: in AlphaFold's own environment write its "
    "predicted_aligned_error, plddt, iptm and ptm as JSON named "
    "JOB_scores_alphafold2_multimer_v3_model_1.json, beside the model as "
    "JOB_unrelaxed_alphafold2_multimer_v3_model_1.pdb, or predict with ColabFold"
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
    return _list_models(Path(folder))[0]


def list_read_files(folder: str | os.PathLike[str]) -> tuple[Path, ...]:
    """List the files of a folder that decide what is read of it.

    Returns
    -------
    tuple of Path
        Files of models, and models without a file of scores, which are told; not what else lies
        in the folder. Empty where there is no prediction that is read.
    """
    try:
        models, paths = _list_models(Path(folder))
    except InputError:
        return ()
    found = {
        path
        for files in models
        for path in (files.structure, files.scores, files.errors, files.confidence)
        if path is not None
    }
    found |= {path for path in paths if find_unscored_models([path])}
    return tuple(sorted(found))


def _list_models(folder: Path) -> tuple[tuple[ModelFiles, ...], list[Path]]:
    """Return the models of a folder and all its files."""
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
    return found, paths


def read_predictions(
    folder: str | os.PathLike[str],
    pairs: Mapping[str, PredictedPair] | Iterable[PredictedPair] | PredictedPair,
    *,
    with_structures: bool = True,
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
    with_structures : bool
        Whether the predictions keep their structures; the scores are the same.

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
    models, paths = _list_models(folder)
    named = name_jobs({files.job for files in models}, pairs, folder.name)
    problems = list(find_unscored_models(paths))
    read: dict[tuple[str, str], list[ExternalPrediction]] = {}
    for files in models:
        try:
            prediction = _READERS[files.engine](files, find_pair(files.job, named))
        except InputError as error:
            problems += error.problems
            continue
        source = files.scores.relative_to(folder).as_posix()
        structure = prediction.structure if with_structures else None
        kept = replace(prediction, source=source, structure=structure)
        read.setdefault((files.job, files.engine), []).append(kept)
    ranked = [rank_models(group, RANKED_BY[engine]) for (_, engine), group in sorted(read.items())]
    predictions = tuple(model for group in ranked for model in group)
    jobs = {normalise_job(files.job) for files in models}
    absent = tuple(pair for job, found in named.items() if job not in jobs for pair in found)
    return PredictionReading(predictions, tuple(dict.fromkeys(problems)), absent)


def _list_files(folder: Path) -> list[Path]:
    found = {p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".")}
    # of a file that lies there packed and unpacked the latter is read
    return sorted(p for p in found if p.suffix != ".gz" or p.with_suffix("") not in found)


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
