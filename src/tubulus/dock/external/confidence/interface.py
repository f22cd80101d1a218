"""The two partners of a prediction, cut out of its model and of its error matrix."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial.distance import cdist

from tubulus.dock.external.confidence.tokens import TokenTable
from tubulus.dock.external.predictions import PredictedPair

__all__ = ["CONTACT_ANGSTROM", "PredictedInterface", "cut_interface"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

CONTACT_ANGSTROM = 8.0
"""Largest distance of two residues in contact (pDockQ, pDockQ2 and LIS share it)."""


@dataclass(frozen=True, slots=True, eq=False)
class PredictedInterface:
    """What the scores of an interface are computed from.

    Attributes
    ----------
    forward, backward : ndarray, shape (n_fixed, n_mobile) and (n_mobile, n_fixed), or None
        Predicted aligned error in ångström: ``forward[i, j]`` is the error in the position of
        residue j of the mobile partner when the model is aligned on residue i of the fixed one.
        None where the program's files do not hold it.
    beta_distance, alpha_distance : ndarray, shape (n_fixed, n_mobile)
        Distances of beta carbons (of glycine: alpha carbons) and of alpha carbons, in ångström.
    fixed_confidence, mobile_confidence : ndarray, shape (n_fixed,) and (n_mobile,)
        pLDDT of beta carbons, 0 to 100.
    fixed_alpha_confidence, mobile_alpha_confidence : ndarray, shape (n_fixed,) and (n_mobile,)
        pLDDT of alpha carbons, 0 to 100.
    """

    forward: Floats | None
    backward: Floats | None
    beta_distance: Floats
    alpha_distance: Floats
    fixed_confidence: Floats
    mobile_confidence: Floats
    fixed_alpha_confidence: Floats
    mobile_alpha_confidence: Floats

    @property
    def contacts(self) -> Flags:
        """Pairs of residues in contact by their beta carbons, shape (n_fixed, n_mobile)."""
        return self.beta_distance <= CONTACT_ANGSTROM

    @property
    def interface_confidence(self) -> Floats:
        """Confidence (pLDDT) of the residues in contact, those of the fixed partner first."""
        contacts = self.contacts
        return np.concatenate(
            [
                self.fixed_confidence[contacts.any(axis=1)],
                self.mobile_confidence[contacts.any(axis=0)],
            ]
        )


def cut_interface(
    tokens: TokenTable,
    pair: PredictedPair,
    *,
    errors: Floats | None,
    confidence: Floats | None = None,
) -> PredictedInterface:
    """Cut the partners of a pair out of a prediction.

    Parameters
    ----------
    tokens : TokenTable
        Amino acids of the model.
    pair : PredictedPair
        Partners with their chains.
    errors : ndarray, shape (n_tokens, n_tokens), or None
        Predicted aligned error, in ångström.
    confidence : ndarray, shape (n,), optional
        pLDDT of each amino acid, 0 to 100; left out: that of the model file.
    """
    alpha = tokens.alpha_confidence if confidence is None else confidence
    beta = tokens.beta_confidence if confidence is None else confidence
    fixed = np.flatnonzero(np.isin(tokens.chain, pair.fixed_chains))
    mobile = np.flatnonzero(np.isin(tokens.chain, pair.mobile_chains))
    rows, columns = tokens.token[fixed], tokens.token[mobile]
    return PredictedInterface(
        None if errors is None else errors[np.ix_(rows, columns)],
        None if errors is None else errors[np.ix_(columns, rows)],
        cdist(tokens.beta[fixed], tokens.beta[mobile]),
        cdist(tokens.alpha[fixed], tokens.alpha[mobile]),
        beta[fixed],
        beta[mobile],
        alpha[fixed],
        alpha[mobile],
    )
