"""Predictions of AlphaFold-Multimer as ColabFold writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from tubulus.dock.external.files import (
    find_file,
    get_matrix,
    read_json,
    require_errors,
    unpacked_name,
)
from tubulus.dock.external.predictions import ExternalPrediction, ExternalScore, PredictedPair
from tubulus.dock.external.readers.models import (
    ModelFiles,
    evaluate_model,
    make_given_score,
    read_model,
    require_same_model,
    resolve_chains,
)

__all__ = ["list_colabfold_models", "read_colabfold_model"]

_SCORES = re.compile(
    r"(?P<job>.+)_scores_(?P<model>(?:rank_\d+_)?(?P<version>alphafold2\w*?)_model_\d+.*)\.json$"
)


def list_colabfold_models(paths: Iterable[Path]) -> tuple[ModelFiles, ...]:
    """List the models of ColabFold among files, by their files of scores.

    Of a model that was relaxed too, the unrelaxed one is taken: its scores were computed on it.
    """
    found = ((path, _SCORES.match(unpacked_name(path))) for path in paths)
    return tuple(_collect(path, match["job"], match["model"]) for path, match in found if match)


def read_colabfold_model(files: ModelFiles, pair: PredictedPair) -> ExternalPrediction:
    """Read one model of ColabFold with its confidence.

    Scores as given are ``iptm`` and ``ptm`` of the whole complex; ``ranking_score`` is
    ``0.8 ipTM + 0.2 pTM``, by which the models of a job are ranked.

    Raises
    ------
    InputError
        If a file is absent, cut off, or does not belong to the others.
    """
    content = read_json(files.scores)
    structure, tokens = read_model(files.structure)
    assigned = resolve_chains(pair, tokens, files)
    name = files.scores.name
    key = "pae" if "pae" in content else "predicted_aligned_error"
    errors = None
    if key in content:
        errors = get_matrix(content, key, (tokens.n_tokens,) * 2, name)
        require_errors(errors, tokens.n_tokens, name, key)
    confidence = None
    if "plddt" in content:
        values = get_matrix(content, "plddt", (tokens.n_tokens,), name)[tokens.token]
        confidence = require_same_model(values, tokens, name)
    match = _SCORES.match(unpacked_name(files.scores))
    iptm, ptm = (make_given_score(content, each, files) for each in ("iptm", "ptm"))
    return evaluate_model(
        files,
        assigned,
        structure,
        tokens,
        version=match["version"] if match else "",
        given=(iptm, ptm, _make_ranking_score(iptm, ptm)),
        errors=errors,
        confidence=confidence,
    )


def _collect(path: Path, job: str, model: str) -> ModelFiles:
    unrelaxed = find_file(path.with_name(f"{job}_unrelaxed_{model}.pdb"))
    relaxed = find_file(path.with_name(f"{job}_relaxed_{model}.pdb"))
    structure = relaxed if relaxed.is_file() and not unrelaxed.is_file() else unrelaxed
    return ModelFiles("colabfold", job, f"{job}_{model}", structure, path, path)


def _make_ranking_score(iptm: ExternalScore, ptm: ExternalScore) -> ExternalScore:
    source = "AlphaFold-Multimer: 0.8 ipTM + 0.2 pTM"
    score = ExternalScore("ranking_score", 0.0, "", True, source)
    if iptm.value is None or ptm.value is None:
        return replace(score, value=None, reason=iptm.reason or ptm.reason)
    return replace(score, value=0.8 * iptm.value + 0.2 * ptm.value)
