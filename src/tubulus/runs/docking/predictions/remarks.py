"""What is said of predictions: sentences on pairs, what stands out, and what was left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

import numpy as np
import polars as pl

from tubulus.dock.calibration.matching import derive_decoy_mask
from tubulus.dock.calibration.score_table import ScoreTable
from tubulus.dock.calibration.wording import describe_pair
from tubulus.dock.external.predictions import CHAIN_REMARKS
from tubulus.dock.external.read import RANKED_BY
from tubulus.runs.docking.predictions.best_models import PAIR_SCORES, BestModel
from tubulus.runs.docking.reading.predictions import ReadPredictions
from tubulus.runs.docking.telling.material import list_some

__all__ = [
    "describe_prediction",
    "summarise_engine",
    "tell_alone",
    "tell_left_out",
    "tell_models",
    "tell_reading",
]

Pair = tuple[str, str]

_ALPHA: Final = 0.05
_UNMEASURED: Final = (
    "How well such a p tells partners from others was not measured, and a program may have seen a "
    "complex in training."
)


def tell_reading(read: ReadPredictions | None, asked: Collection[Pair]) -> tuple[str, ...]:
    """Tell what could not be read, asked pairs without a job, and chains that were turned round.

    Nothing where no folder of predictions is named.
    """
    if read is None:
        return ()
    notes = list(read.notes)
    lacking = [_name(pair) for pair in sorted(asked) if pair in read.absent]
    if lacking:
        notes.append(f"No prediction of another program for {list_some(lacking)}.")
    for origin, remark in CHAIN_REMARKS.items():
        pairs = {
            (p.pair.fixed, p.pair.mobile) for p in read.predictions if p.chain_origin == origin
        }
        if pairs:
            notes.append(
                f"Predictions of {list_some([_name(pair) for pair in sorted(pairs)])}: {remark}."
            )
    return tuple(notes)


def describe_prediction(row: Mapping[str, object]) -> str:
    """Describe one row of ``external_calibration``: the pair among decoy pairs, score and model."""
    score = row["score"]
    value = "no" if score is None else f"{score:.2f} as"
    n_models, ranking = row["n_models"], RANKED_BY[str(row["engine"])]
    best = f", the best of {n_models} by {ranking}" if n_models != 1 else ""
    doubt = f" Its interface is uncertain: {row['doubt']}." if row["doubt"] else ""
    given = f"{row['engine']} gives {value} {PAIR_SCORES[str(row['score_name'])]}"
    return f"{describe_pair(row)} {given}, model {row['model']}{best}.{doubt}"


def summarise_engine(engine: str, name: str, table: pl.DataFrame) -> str:
    """Say how many asked pairs score more favourably, and by which score of which model."""
    n = table.height
    calibrated = table.filter(state="calibrated").height
    low = table.filter(pl.col("q") <= _ALPHA)
    asked = "asked pair" if n == 1 else "asked pairs"
    if low.height == 0:
        found = f"none scores more favourably at q of at most {_ALPHA}"
    else:
        scores = "scores" if low.height == 1 else "score"
        what = "a candidate interaction" if low.height == 1 else "candidate interactions"
        named = list_some([_name(pair) for pair in low.select("fixed", "mobile").iter_rows()])
        found = f"{low.height} {scores} more favourably at q of at most {_ALPHA} ({what}): {named}"
    doubtful = low["doubt"].is_not_null().sum()
    doubt = f" The interface of {doubtful} of these is uncertain." if doubtful else ""
    return (
        f"Predictions by {engine}, compared by {PAIR_SCORES[name]} of the best model of each job "
        f"(by {RANKED_BY[engine]}): of {n} {asked} {calibrated} could be set against decoy pairs "
        f"and {found}.{doubt} {_UNMEASURED}"
    )


def tell_alone(engine: str, pairs: Collection[Pair]) -> list[str]:
    """Tell of which pairs a model holds one chain, so that it has no score of an interface."""
    if not pairs:
        return []
    listed = list_some([_name(pair) for pair in sorted(pairs)])
    said = f"Models by {engine} that hold one protein chain only are left out of the calibration"
    return [f"{said}: {listed}."]


def tell_models(engine: str, models: Sequence[BestModel], asked: Collection[Pair]) -> Iterator[str]:
    """Tell of jobs that do not count, and that the best of more models scores higher."""
    doubled = [_name(model.pair) for model in models if model.other_jobs]
    if doubled:
        listed = list_some(doubled)
        yield f"Of several jobs of a pair by {engine} the first by name counts: {listed}."
    of_asked = {model.n_models for model in models if model.pair in asked}
    of_decoys = {model.n_models for model in models if model.pair not in asked}
    if of_asked and of_decoys and len(of_asked | of_decoys) > 1:
        yield (
            f"Jobs by {engine} hold {_write_range(of_asked)} models for asked pairs and "
            f"{_write_range(of_decoys)} for decoy pairs. The best of more models scores higher: "
            "predict as many of every pair, or p is too small or too large."
        )


def tell_left_out(
    engine: str,
    name: str,
    models: Sequence[BestModel],
    asked: Collection[Pair],
    tables: tuple[ScoreTable, ScoreTable],
) -> Iterator[str]:
    """Tell which pairs have no score, which decoy pairs count in no null, and which are in doubt.

    Parameters
    ----------
    engine, name : str
        Program and score.
    models : sequence of BestModel
        Of asked and decoy pairs.
    asked : collection of (fixed, mobile)
        Asked pairs.
    tables : tuple of ScoreTable
        With all decoy pairs, and without those out of one complex.
    """
    lacking = [_name(model.pair) for model in models if model.get_value(name) is None]
    if lacking:
        have, are = ("has", "is") if len(lacking) == 1 else ("have", "are")
        yield (
            f"{len(lacking)} of {len(models)} pairs {have} no {PAIR_SCORES[name]} by {engine} and "
            f"{are} left out: {list_some(lacking)}."
        )
    whole, used = tables
    scored = whole.decoy & np.isfinite(whole.scores)
    unfit = int((scored & (whole.reasons != "")).sum())
    counted = int(derive_decoy_mask(used).sum())
    related = int(scored.sum()) - unfit - counted
    reasons = (
        (unfit, "a partner is not evaluable"),
        (related, "related to an asked pair, to each other, or out of one complex"),
    )
    said = "; ".join(f"{n}: {why}" for n, why in reasons if n)
    if said:
        yield (
            f"{counted} of {int(scored.sum())} decoy pairs with a score by {engine} may stand in a "
            f"null. Left out are {said}."
        )
    yield from _tell_doubtful(engine, models, asked)


def _tell_doubtful(
    engine: str, models: Sequence[BestModel], asked: Collection[Pair]
) -> Iterator[str]:
    doubtful = [model for model in models if model.prediction.state == "not_evaluable"]
    if doubtful:
        of_asked = sum(model.pair in asked for model in doubtful)
        n_asked = sum(model.pair in asked for model in models)
        yield (
            f"By {engine} the interface of {of_asked} of {n_asked} asked and "
            f"{len(doubtful) - of_asked} of {len(models) - n_asked} decoy pairs is uncertain "
            "(pLDDT below 70). Their scores count like any other, on both sides."
        )


def _name(pair: Pair) -> str:
    return f"{pair[0]} with {pair[1]}"


def _write_range(numbers: Collection[int]) -> str:
    low, high = min(numbers), max(numbers)
    return str(low) if low == high else f"{low} to {high}"
