"""What the readers of predicted models share: the files of a model, and its evaluation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tubulus.dock.external.chains import AssignedChains, assign_chains
from tubulus.dock.external.confidence.evaluate import judge_interface, score_interface
from tubulus.dock.external.confidence.interface import cut_interface
from tubulus.dock.external.confidence.tokens import TokenTable, read_tokens
from tubulus.dock.external.files import get_fraction, require_readable
from tubulus.dock.external.predictions import ExternalPrediction, ExternalScore, PredictedPair
from tubulus.dock.structures.reading.files import refuse
from tubulus.dock.structures.reading.read import ReadingOptions, read_structure
from tubulus.dock.structures.structure import Structure

__all__ = [
    "PAE_LIMIT_ANGSTROM",
    "ModelFiles",
    "evaluate_model",
    "make_given_score",
    "make_pair_score",
    "rank_models",
    "read_model",
    "require_same_model",
    "resolve_chains",
]

Floats = npt.NDArray[np.float64]

PAE_LIMIT_ANGSTROM: Final = {"alphafold3": 10.0, "boltz": 10.0, "colabfold": 15.0}
"""Errors below this count in ipSAE; the limits that the repository of IPSAE uses."""

# pLDDT is written to two decimals at least; models of one job differ by far more
_SAME_CONFIDENCE = 1.0
_ONE_CHAIN: Final = "the model holds one protein chain only"


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """Files of one predicted model.

    Attributes
    ----------
    engine : str
        Program that made it.
    job : str
        Name of the job, as the files carry it.
    model : str
        Name of the model inside the job, for messages and tables.
    structure : Path
        Coordinates.
    scores : Path
        File with the summary of its confidence.
    errors, confidence : Path or None
        File with the predicted aligned error, and with pLDDT; None where there is none.
    """

    engine: str
    job: str
    model: str
    structure: Path
    scores: Path
    errors: Path | None = None
    confidence: Path | None = None


def read_model(path: Path) -> tuple[Structure, TokenTable]:
    """Read the structure of a predicted complex and the tokens of its error matrix.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    require_readable(path)
    options = ReadingOptions(is_predicted=True, most_atoms=200_000)
    return read_structure(path, options).structure, read_tokens(path)


def resolve_chains(pair: PredictedPair, tokens: TokenTable, files: ModelFiles) -> AssignedChains:
    """Say which chains of a model are which partner; see :func:`assign_chains`."""
    return assign_chains(pair, tokens.sequences, job=files.job, file=files.structure.name)


def evaluate_model(
    files: ModelFiles,
    assigned: AssignedChains,
    structure: Structure,
    tokens: TokenTable,
    *,
    version: str,
    given: Sequence[ExternalScore],
    errors: Floats | None,
    confidence: Floats | None = None,
) -> ExternalPrediction:
    """Evaluate the interface of a pair in one model.

    Parameters
    ----------
    files : ModelFiles
        Where the model comes from.
    assigned : AssignedChains
        From :func:`resolve_chains`; without chains the model is not evaluable.
    structure, tokens
        The model.
    version : str
        Version of the program.
    given : sequence of ExternalScore
        Scores that the program itself wrote.
    errors : ndarray, shape (n_tokens, n_tokens), or None
        Predicted aligned error, in ångström.
    confidence : ndarray, shape (n,), optional
        pLDDT of each amino acid; left out: that of the model file.
    """
    draft = ExternalPrediction(
        files.engine,
        version,
        assigned.pair,
        files.model,
        1,
        structure,
        tuple(given),
        "not_evaluable",
        f"{_ONE_CHAIN} ({tokens.protein_chains[0]})",
        files.scores.name,
        assigned.origin,
    )
    if not assigned.pair.fixed_chains:
        return draft
    interface = cut_interface(tokens, assigned.pair, errors=errors, confidence=confidence)
    state, reason = judge_interface(interface)
    scores = score_interface(interface, PAE_LIMIT_ANGSTROM[files.engine])
    return replace(draft, scores=(*given, *scores), state=state, reason=reason)


def make_given_score(
    content: Mapping[str, Any], key: str, files: ModelFiles, *, name: str = ""
) -> ExternalScore:
    """Take a score from 0 to 1 that the program wrote; unknown where the file lacks it."""
    value = get_fraction(content, key, files.scores.name)
    reason = f"{files.scores.name} holds no {key}" if value is None else ""
    return ExternalScore(name or key, value, "", True, f"{files.engine}: {key}, as given", reason)


def make_pair_score(
    matrix: Floats, chains: Sequence[str], pair: PredictedPair, *, files: ModelFiles, key: str
) -> ExternalScore:
    """Take the largest ipTM of a chain of one partner with a chain of the other.

    Parameters
    ----------
    matrix : ndarray, shape (n_chains, n_chains)
        ipTM of pairs of chains; both directions count.
    chains : sequence of str
        Its chains, in order.
    pair : PredictedPair
        With chains, or without where the model holds one protein chain.
    files : ModelFiles
        Where the model comes from.
    key : str
        How the program calls the matrix.

    Raises
    ------
    InputError
        If a chain is not among those of the matrix.
    """
    source = f"{files.engine}: {key}, as given; largest over the chains of both partners"
    if not pair.fixed_chains:
        return ExternalScore("iptm_pair", None, "", True, source, _ONE_CHAIN)
    places = {chain: place for place, chain in enumerate(chains)}
    absent = [c for c in (*pair.fixed_chains, *pair.mobile_chains) if c not in places]
    if absent:
        remedy = "the files belong to two models: do not rename files of a job"
        refuse(files.scores.name, f"it does not list chain {absent[0]}", remedy, field=key)
    rows = [places[chain] for chain in pair.fixed_chains]
    columns = [places[chain] for chain in pair.mobile_chains]
    value = max(matrix[np.ix_(rows, columns)].max(), matrix[np.ix_(columns, rows)].max())
    return ExternalScore("iptm_pair", float(value), "", True, source)


def require_same_model(confidence: Floats, tokens: TokenTable, name: str) -> Floats:
    """Return pLDDT of the amino acids if it agrees with that in the model's own file.

    Raises
    ------
    InputError
        If the file of scores belongs to another model.
    """
    own = tokens.alpha_confidence
    # old versions of Boltz wrote the same number for every atom
    if np.ptp(own) > 0 and np.median(np.abs(confidence - own)) > _SAME_CONFIDENCE:
        refuse(
            name,
            "its pLDDT is not that of the model file",
            "the files belong to two models: do not rename files of a job",
        )
    return confidence


def rank_models(models: Sequence[ExternalPrediction], by: str) -> tuple[ExternalPrediction, ...]:
    """Rank the models of one job by a score, the best first; unknown ones last, then by name."""

    def key(model: ExternalPrediction) -> tuple[bool, float, str]:
        value = model.get_score(by).value
        return value is None, -(value or 0.0), model.model

    ordered = sorted(models, key=key)
    return tuple(replace(model, rank=place) for place, model in enumerate(ordered, start=1))
