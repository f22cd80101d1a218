"""From the interface of a prediction to its scores and to whether they may be used."""

from __future__ import annotations

from typing import Final

import numpy as np

from tubulus.dock.external.confidence.interface import PredictedInterface
from tubulus.dock.external.confidence.scores import (
    compute_interface_error,
    compute_ipsae,
    compute_local_interaction_score,
    compute_pdockq,
    compute_pdockq2,
)
from tubulus.dock.external.predictions import ExternalScore, PredictionState

__all__ = ["LEAST_INTERFACE_CONFIDENCE", "judge_interface", "score_interface"]

LEAST_INTERFACE_CONFIDENCE: Final = 70.0
"""pLDDT below which a residue counts as uncertain; the limit of the preparation of structures."""

_BRYANT: Final = "Bryant 2022, Nat Commun 13, 1265"
_ZHU: Final = "Zhu 2023, Bioinformatics 39, btad424; larger of both partners"
_LIS: Final = "Kim 2024, bioRxiv 2024.02.19.580970, and AFM-LIS; mean of both directions"
_OWN: Final = "Tubulus: mean over residues in contact (beta carbons within 8 Å)"
_LEAST: Final = "Tubulus: least predicted aligned error between the partners"
_NO_ERRORS: Final = "the predicted aligned error is not among the files"
_NO_CONTACT: Final = "no residues are in contact"


def score_interface(
    interface: PredictedInterface, limit_angstrom: float
) -> tuple[ExternalScore, ...]:
    """Score a predicted interface.

    Parameters
    ----------
    interface : PredictedInterface
        Both partners.
    limit_angstrom : float
        Errors below this count in ipSAE.

    Returns
    -------
    tuple of ExternalScore
        ``ipsae`` and ``ipsae_min`` (larger and smaller of the two directions), ``ilis``, ``lis``,
        ``pdockq``, ``pdockq2``, ``interface_pae``, ``interface_plddt``, ``pae_min``; without value
        and with a reason where the files do not hold what it needs.
    """
    near = interface.interface_confidence
    plddt = float(near.mean()) if near.size else None
    why = _NO_ERRORS if interface.forward is None else _NO_CONTACT
    return (
        *_score_errors(interface, limit_angstrom),
        ExternalScore("pdockq", compute_pdockq(interface), "", True, _BRYANT),
        _make("pdockq2", _take_larger(compute_pdockq2(interface)), _ZHU),
        _make("interface_pae", compute_interface_error(interface), _OWN, unit="Å", why=why),
        _make("interface_plddt", plddt, _OWN, why=_NO_CONTACT),
    )


def judge_interface(interface: PredictedInterface) -> tuple[PredictionState, str]:
    """Tell whether an interface is certain enough to be evidence, and why not.

    It is not evaluable where more than half of the residues in contact have a pLDDT below 70. A
    model whose partners do not touch is evaluated: that is what the program says about the pair.
    """
    confidence = interface.interface_confidence
    if confidence.size == 0:
        return "evaluated", "the partners do not touch in this model"
    low = int(np.sum(confidence < LEAST_INTERFACE_CONFIDENCE))
    if low > confidence.size / 2:
        limit = f"{LEAST_INTERFACE_CONFIDENCE:g}"
        text = f"{low} of {confidence.size} residues of the interface have a pLDDT below {limit}"
        return "not_evaluable", text
    return "evaluated", ""


def _score_errors(interface: PredictedInterface, limit: float) -> tuple[ExternalScore, ...]:
    source = f"Dunbrack 2025, bioRxiv 2025.02.10.637595; d0res, errors below {limit:g} Å"
    values: dict[str, float | None] = dict.fromkeys(("ipsae", "ipsae_min", "lis", "ilis", "least"))
    if interface.forward is not None and interface.backward is not None:
        near = interface.beta_distance < 8.0
        ways = ((interface.forward, near), (interface.backward, near.T))
        ipsae = [compute_ipsae(errors, limit) for errors, _ in ways]
        lis = [compute_local_interaction_score(errors) for errors, _ in ways]
        clis = [compute_local_interaction_score(errors, mask) for errors, mask in ways]
        values["ipsae"], values["ipsae_min"] = max(ipsae), min(ipsae)
        values["lis"] = float(np.mean(lis))
        values["ilis"] = float(np.mean(np.sqrt(np.multiply(lis, clis))))
        values["least"] = float(min(errors.min() for errors, _ in ways))
    return (
        _make("ipsae", values["ipsae"], f"{source}; larger of both directions"),
        _make("ipsae_min", values["ipsae_min"], f"{source}; smaller of both directions"),
        _make("lis", values["lis"], _LIS),
        _make("ilis", values["ilis"], f"{_LIS}; square root of LIS times cLIS"),
        _make("pae_min", values["least"], _LEAST, unit="Å"),
    )


def _take_larger(values: tuple[float, float] | None) -> float | None:
    return None if values is None else max(values)


def _make(
    name: str, value: float | None, source: str, *, unit: str = "", why: str = _NO_ERRORS
) -> ExternalScore:
    """Make a score; what has a unit is an error, and errors are better when lower."""
    reason = why if value is None else ""
    return ExternalScore(name, value, unit, not unit, source, reason)
