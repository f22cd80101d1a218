"""Predictions of Boltz."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from tubulus.dock.external.confidence.tokens import TokenTable
from tubulus.dock.external.files import (
    Floats,
    find_file,
    read_array,
    read_json,
    require_errors,
    require_numbers,
    unpacked_name,
)
from tubulus.dock.external.predictions import ExternalPrediction, ExternalScore, PredictedPair
from tubulus.dock.external.readers.models import (
    ModelFiles,
    evaluate_model,
    make_given_score,
    make_pair_score,
    read_model,
    require_same_model,
    resolve_chains,
)
from tubulus.dock.structures.reading.files import refuse

__all__ = ["list_boltz_models", "read_boltz_model"]

_SUMMARY = re.compile(r"confidence_(?P<model>(?P<job>.+)_model_\d+)\.json$")
_PAIR_KEY = "pair_chains_iptm"


def list_boltz_models(paths: Iterable[Path]) -> tuple[ModelFiles, ...]:
    """List the models of Boltz among files, by their summaries of confidence."""
    found = ((path, _SUMMARY.match(unpacked_name(path))) for path in paths)
    return tuple(_collect(path, match["job"], match["model"]) for path, match in found if match)


def read_boltz_model(files: ModelFiles, pair: PredictedPair) -> ExternalPrediction:
    """Read one model of Boltz with its confidence.

    Scores as given are ``iptm``, ``iptm_pair`` (the best ipTM of a chain of one partner with one
    of the other), ``ptm`` and ``confidence_score``. The predicted aligned error is there only if
    Boltz ran with ``--write_full_pae``.

    Raises
    ------
    InputError
        If a file is absent, cut off, or does not belong to the others.
    """
    summary = read_json(files.scores)
    structure, tokens = read_model(files.structure)
    assigned = resolve_chains(pair, tokens, files)
    errors = None
    if files.errors is not None:
        values = read_array(files.errors, "pae")
        errors = require_errors(values, tokens.n_tokens, files.errors.name, "pae")
    return evaluate_model(
        files,
        assigned,
        structure,
        tokens,
        version="",
        given=(
            make_given_score(summary, "iptm", files),
            _make_pair_score(summary, tokens, assigned.pair, files),
            make_given_score(summary, "ptm", files),
            make_given_score(summary, "confidence_score", files),
        ),
        errors=errors,
        confidence=_read_confidence(files, tokens),
    )


def _collect(path: Path, job: str, model: str) -> ModelFiles:
    structure = find_file(path.with_name(f"{model}.cif"))
    other = find_file(path.with_name(f"{model}.pdb"))
    if not structure.is_file() and other.is_file():
        structure = other
    errors, confidence = path.with_name(f"pae_{model}.npz"), path.with_name(f"plddt_{model}.npz")
    return ModelFiles(
        "boltz",
        job,
        model,
        structure,
        path,
        errors if errors.is_file() else None,
        confidence if confidence.is_file() else None,
    )


def _read_confidence(files: ModelFiles, tokens: TokenTable) -> Floats | None:
    if files.confidence is None:
        return None
    values = read_array(files.confidence, "plddt")
    require_numbers(values, (tokens.n_tokens,), files.confidence.name, "plddt")
    values = values * 100.0 if values.max() <= 1.0 else values
    return require_same_model(values[tokens.token], tokens, files.confidence.name)


def _make_pair_score(
    summary: Mapping[str, Any], tokens: TokenTable, pair: PredictedPair, files: ModelFiles
) -> ExternalScore:
    table = summary.get(_PAIR_KEY)
    if table is None:
        source, reason = (
            f"boltz: {_PAIR_KEY}, as given",
            f"{files.scores.name} holds no {_PAIR_KEY}",
        )
        return ExternalScore("iptm_pair", None, "", True, source, reason)
    count = len(tokens.all_chains)
    try:
        rows = [[float(table[str(i)][str(j)]) for j in range(count)] for i in range(count)]
    except (KeyError, TypeError, ValueError):
        remedy = "the files belong to two models: do not rename files of a job"
        refuse(files.scores.name, f"it does not list {count} chains", remedy, field=_PAIR_KEY)
    matrix = require_numbers(np.array(rows), (count, count), files.scores.name, _PAIR_KEY)
    return make_pair_score(matrix, tokens.all_chains, pair, files=files, key=_PAIR_KEY)
