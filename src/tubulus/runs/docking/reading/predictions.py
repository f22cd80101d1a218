"""Predictions of other programs on the pairs of a campaign, read before anything is docked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tubulus.core.progress import Progress
from tubulus.dock.external.predictions import ExternalPrediction, PredictedPair
from tubulus.dock.external.read import read_predictions
from tubulus.dock.external.table import tabulate_scores
from tubulus.dock.preparation.partners import PreparedPartner
from tubulus.dock.structures.sequences import derive_sequence

__all__ = ["ReadPredictions", "list_partner_sequences", "read_campaign_predictions"]

Pair = tuple[str, str]

_TOLD = 3


@dataclass(frozen=True, slots=True, eq=False)
class ReadPredictions:
    """Predictions of a folder.

    Attributes
    ----------
    predictions : tuple of ExternalPrediction
        All models of all pairs, without their structures.
    scores : polars.DataFrame
        ``EXTERNAL_SCORES_SCHEMA``.
    notes : tuple of str
        Models that could not be read, jobs of other proteins than their name says, and jobs whose
        name stands for no pair or for two.
    absent : frozenset of (fixed, mobile)
        Pairs without a job.
    """

    predictions: tuple[ExternalPrediction, ...]
    scores: pl.DataFrame
    notes: tuple[str, ...]
    absent: frozenset[Pair]


def read_campaign_predictions(
    folder: Path,
    fixed: Mapping[str, Sequence[str]],
    mobile: Mapping[str, Sequence[str]],
    progress: Progress,
) -> ReadPredictions:
    """Read predictions whose jobs are named after pairs of partners: ``fixed_mobile``.

    Parameters
    ----------
    folder : Path
        Results of AlphaFold 3, Boltz or ColabFold.
    fixed, mobile : mapping of str to sequence of str
        Sequences of partners by their names; every pair may have a prediction. Where there are
        sequences, chains are assigned by them, and a job of other proteins is a note.
    progress : Progress
        Told of what could not be read.

    Raises
    ------
    InputError
        If the folder holds no prediction that is read.
    """
    progress.start("dock (reading predictions of other programs)")
    pairs = [
        _make_pair((name, tuple(own)), (other, tuple(theirs)))
        for name, own in sorted(fixed.items())
        for other, theirs in sorted(mobile.items())
    ]
    reading = read_predictions(folder, pairs, with_structures=False)
    notes = tuple(f"Prediction: {problem}." for problem in reading.problems)
    progress.finish(_tell_read(len(reading.predictions), notes))
    return ReadPredictions(
        reading.predictions,
        tabulate_scores(reading.predictions),
        notes,
        frozenset((pair.fixed, pair.mobile) for pair in reading.without_prediction),
    )


def list_partner_sequences(
    partners: Sequence[PreparedPartner], entries: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """List the sequences that chains of each partner may have, by its name.

    Parameters
    ----------
    partners : sequence of PreparedPartner
        One side.
    entries : mapping of str to str
        Sequences of whole entries, by accession.

    Returns
    -------
    dict of str to tuple of str
        Of the chains as they are docked and as they were before anything was cut, and of the
        entries that they are.
    """
    found = {}
    for partner in partners:
        structure = partner.structure
        chains = (derive_sequence(structure, chain) for chain in structure.chains)
        uncut = partner.whole_sequences.values()
        known = (entries.get(accession, "") for accession in partner.accessions)
        sequences = (letters for letters in (*chains, *uncut, *known) if letters)
        found[structure.name] = tuple(dict.fromkeys(sequences))
    return found


def _make_pair(
    fixed: tuple[str, tuple[str, ...]], mobile: tuple[str, tuple[str, ...]]
) -> PredictedPair:
    if not fixed[1] or not mobile[1]:
        return PredictedPair(fixed[0], mobile[0])
    return PredictedPair(fixed[0], mobile[0], fixed_sequences=fixed[1], mobile_sequences=mobile[1])


def _tell_read(n_models: int, notes: Sequence[str]) -> str:
    models = "model" if n_models == 1 else "models"
    left = len(notes) - _TOLD
    more = (f"and {left} more",) if left > 0 else ()
    return ". ".join((f"{n_models} {models}", *(n.rstrip(".") for n in notes[:_TOLD]), *more))
