"""Predictions of AlphaFold 3, from the program and from its server."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from tubulus.dock.external.confidence.tokens import TokenTable
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
    make_pair_score,
    read_model,
    resolve_chains,
)
from tubulus.dock.structures.reading.files import read_structure_text, refuse

__all__ = ["list_alphafold3_models", "read_alphafold3_model"]

_SERVER = re.compile(r"(?P<job>.+)_summary_confidences_(?P<number>\d+)\.json$")
_PROGRAM = re.compile(r"(?:(?P<stem>.+)_)?summary_confidences\.json$")
_SAMPLE = re.compile(r"_?seed-\d+_sample-\d+$")


def list_alphafold3_models(paths: Iterable[Path]) -> tuple[ModelFiles, ...]:
    """List the models of AlphaFold 3 among files, by their summaries of confidence.

    The copy of the best model that the program puts beside its samples is left out.
    """
    found = [files for path in paths if (files := _recognise(path))]
    sampled = {files.job for files in found if "sample-" in files.model}
    return tuple(f for f in found if f.job not in sampled or "sample-" in f.model)


def read_alphafold3_model(files: ModelFiles, pair: PredictedPair) -> ExternalPrediction:
    """Read one model of AlphaFold 3 with its confidence.

    Scores as given are ``iptm``, ``ptm``, ``ranking_score`` and ``iptm_pair`` (the best ipTM of a
    chain of the fixed partner with one of the mobile partner).

    Raises
    ------
    InputError
        If a file is absent, cut off, or does not belong to the others.
    """
    summary = read_json(files.scores)
    structure, tokens = read_model(files.structure)
    errors = None
    if files.errors is not None:
        content = read_json(files.errors)
        errors = get_matrix(content, "pae", (tokens.n_tokens,) * 2, files.errors.name)
        require_errors(errors, tokens.n_tokens, files.errors.name, "pae")
        _require_chains(content, tokens, files.errors.name)
    assigned = resolve_chains(pair, tokens, files)
    return evaluate_model(
        files,
        assigned,
        structure,
        tokens,
        version=_read_version(files.structure),
        given=(
            make_given_score(summary, "iptm", files),
            _make_pair_score(summary, tokens, assigned.pair, files),
            make_given_score(summary, "ptm", files),
            _make_ranking_score(summary, files),
        ),
        errors=errors,
    )


def _recognise(path: Path) -> ModelFiles | None:
    name = unpacked_name(path)
    if match := _SERVER.match(name):
        job, number = match["job"], match["number"]
        model, full = f"{job}_model_{number}", f"{job}_full_data_{number}.json"
    elif match := _PROGRAM.match(name):
        stem = match["stem"]
        model = f"{stem}_model" if stem else "model"
        full = f"{stem}_confidences.json" if stem else "confidences.json"
        job = _SAMPLE.sub("", stem) if stem else path.parent.parent.name
        if not stem and not _SAMPLE.search(path.parent.name):
            job = path.parent.name
    else:
        return None
    errors = find_file(path.with_name(full))
    shown = model if model != "model" else f"{path.parent.name}_model"
    return ModelFiles(
        "alphafold3",
        job,
        shown,
        find_file(path.with_name(f"{model}.cif")),
        path,
        errors if errors.is_file() else None,
    )


def _require_chains(content: Mapping[str, Any], tokens: TokenTable, name: str) -> None:
    chains = content.get("token_chain_ids")
    if not isinstance(chains, list) or len(chains) != tokens.n_tokens:
        return
    said = np.asarray([str(chain) for chain in chains])[tokens.token]
    if (said != tokens.chain).any():
        refuse(
            name,
            "its chains are not those of the model file",
            "the files belong to two models: do not rename files of a job",
            field="token_chain_ids",
        )


def _make_ranking_score(summary: Mapping[str, Any], files: ModelFiles) -> ExternalScore:
    value = summary.get("ranking_score")
    # 0.8 ipTM + 0.2 pTM + 0.5 disorder - 100 for clashes
    known = isinstance(value, int | float) and -100.5 <= value <= 1.6
    reason = "" if known else f"{files.scores.name} holds no ranking_score"
    source = "alphafold3: ranking_score, as given; only orders models of one job"
    number = float(value) if known and value is not None else None
    return ExternalScore("ranking_score", number, "", True, source, reason)


def _make_pair_score(
    summary: Mapping[str, Any], tokens: TokenTable, pair: PredictedPair, files: ModelFiles
) -> ExternalScore:
    key = "chain_pair_iptm"
    if key not in summary:
        source, reason = f"alphafold3: {key}, as given", f"{files.scores.name} holds no {key}"
        return ExternalScore("iptm_pair", None, "", True, source, reason)
    # server files do not list the chains; their order is that of the model
    said = summary.get("chain_ids")
    chains = [str(chain) for chain in (said if isinstance(said, list) else tokens.all_chains)]
    matrix = get_matrix(summary, key, (len(chains),) * 2, files.scores.name)
    return make_pair_score(matrix, chains, pair, files=files, key=key)


def _read_version(path: Path) -> str:
    match = re.search(r"AlphaFold-[\w.-]+(?: \([0-9a-f]{6,64}\))?", read_structure_text(path).text)
    return match[0] if match else ""
