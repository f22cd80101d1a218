"""Which pair a job is about, by its name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from tubulus.dock.external.predictions import PredictedPair
from tubulus.dock.structures.reading.files import refuse

__all__ = ["NamedJobs", "find_pair", "name_jobs", "normalise_job"]

NamedJobs = Mapping[str, tuple[PredictedPair, ...]]
"""Pairs by the name of their job as :func:`normalise_job` writes it."""

_LISTED = 6


def normalise_job(job: str) -> str:
    """Write the name of a job without what does not count in it.

    Only letters, whatever their capitals, and digits count; the ``fold_`` that the server of
    AlphaFold 3 puts in front does not.
    """
    return re.sub(r"[^a-z0-9]+", "_", job.lower()).removeprefix("fold_").strip("_")


def name_jobs(
    jobs: Collection[str],
    pairs: Mapping[str, PredictedPair] | Iterable[PredictedPair] | PredictedPair,
    folder: str,
) -> NamedJobs:
    """Return the pairs that each job may be about; several where their names are one.

    Parameters
    ----------
    jobs : collection of str
        Jobs that are there.
    pairs : mapping of str to PredictedPair, iterable of PredictedPair, or PredictedPair
        By the names of their jobs; without these, jobs are called ``fixed_mobile``. One pair alone
        is that of the only job.
    folder : str
        Name of the folder, for messages.

    Raises
    ------
    InputError
        If one pair is given for several jobs.
    """
    if isinstance(pairs, Mapping):
        return _group(pairs.items())
    if not isinstance(pairs, PredictedPair):
        return _group((f"{pair.fixed}_{pair.mobile}", pair) for pair in pairs)
    if len(jobs) > 1:
        remedy = f"name the pair of each job: {_list_some(sorted(jobs))}"
        refuse(folder, f"the folder holds {len(jobs)} jobs", remedy)
    return _group((job, pairs) for job in jobs)


def find_pair(job: str, named: NamedJobs) -> PredictedPair:
    """Find the pair of a job.

    Raises
    ------
    InputError
        If no pair is named for it, or several are.
    """
    found = named.get(normalise_job(job), ())
    if not found:
        refuse(job, "no pair is named for this job", _tell_names(job, named))
    if len(found) > 1:
        refuse(
            job,
            f"the name of this job stands for {' and for '.join(map(str, found))}, so that it was "
            "not read",
            "only letters, whatever their capitals, and digits tell jobs apart: give one of "
            "these pairs another name",
        )
    return found[0]


def _tell_names(job: str, named: NamedJobs) -> str:
    """Tell which name the job of a pair has that is named the other way round, or all names."""
    turned = normalise_job(job)
    for pair in (pair for pairs in named.values() for pair in pairs):
        if normalise_job(f"{pair.mobile}_{pair.fixed}") == turned:
            return f"the fixed partner comes first: call the job {pair.fixed}_{pair.mobile}"
    return f"the jobs that are named: {_list_some(list(named)) or 'none'}"


def _list_some(names: list[str]) -> str:
    left = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" and {left} more" if left > 0 else "")


def _group(named: Iterable[tuple[str, PredictedPair]]) -> NamedJobs:
    found: dict[str, dict[PredictedPair, None]] = {}
    for job, pair in named:
        found.setdefault(normalise_job(job), {})[pair] = None
    return {job: tuple(pairs) for job, pairs in found.items()}
