"""Scores of a predicted interface from its predicted aligned error, distances and pLDDT."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tubulus.dock.external.confidence.interface import CONTACT_ANGSTROM, PredictedInterface

__all__ = [
    "compute_interface_error",
    "compute_ipsae",
    "compute_local_interaction_score",
    "compute_pdockq",
    "compute_pdockq2",
]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_LIS_LIMIT_ANGSTROM = 12.0
_PDOCKQ2_SCALE_ANGSTROM = 10.0


def compute_ipsae(errors: Floats, limit_angstrom: float) -> float:
    """Compute ipSAE in one direction: the interface score of the best aligned residue.

    Parameters
    ----------
    errors : ndarray, shape (n, m)
        Predicted aligned error of the m residues of one partner, aligned on each of the n
        residues of the other, in ångström.
    limit_angstrom : float
        Errors below this count.

    Returns
    -------
    float
        From 0 to 1; 0 where no error lies below the limit.

    Notes
    -----
    For residue i let ``J`` be the residues j with ``PAE_ij < limit``. Then
    ``ipSAE = max_i mean_{j in J} 1 / (1 + (PAE_ij / d0)**2)`` with
    ``d0 = max(1, 1.24 (L - 15)**(1/3) - 1.8)`` and ``L`` the number of residues in ``J``, at least
    26. Source: Dunbrack 2025, bioRxiv 2025.02.10.637595, variant d0res, as in the repository
    DunbrackLab/IPSAE. The published score of a pair is the larger of its two directions. A partner
    of several chains is taken as one chain here, which the source does not define.
    """
    counted = errors < limit_angstrom
    length = np.maximum(counted.sum(axis=1), 26)
    scale = np.maximum(1.0, 1.24 * np.cbrt(length - 15.0) - 1.8)
    terms = np.where(counted, 1.0 / (1.0 + (errors / scale[:, None]) ** 2), 0.0)
    means = terms.sum(axis=1) / np.maximum(counted.sum(axis=1), 1)
    return float(means.max(initial=0.0))


def compute_local_interaction_score(errors: Floats, near: Flags | None = None) -> float:
    """Compute LIS in one direction, or cLIS where the pairs in contact are given.

    Parameters
    ----------
    errors : ndarray, shape (n, m)
        Predicted aligned error, in ångström.
    near : ndarray of bool, shape (n, m), optional
        Pairs to which the score is restricted.

    Returns
    -------
    float
        From 0 to 1; 0 where no error lies below 12 Å.

    Notes
    -----
    Mean of ``1 - PAE / 12`` over the pairs with ``PAE < 12`` Å. cLIS counts only those with beta
    carbons nearer than 8 Å; ``iLIS = sqrt(LIS * cLIS)``. Source: Kim et al. 2024, bioRxiv
    2024.02.19.580970, and the repository flyark/AFM-LIS, which averages the two directions.
    """
    counted = errors < _LIS_LIMIT_ANGSTROM
    if near is not None:
        counted &= near
    if not counted.any():
        return 0.0
    return float(np.mean(1.0 - errors[counted] / _LIS_LIMIT_ANGSTROM))


def compute_pdockq(interface: PredictedInterface) -> float:
    """Compute pDockQ from the size of the interface and its mean pLDDT.

    Returns
    -------
    float
        From 0 to 0.742; 0 where no residues are in contact, as in the source.

    Notes
    -----
    ``0.724 / (1 + exp(-0.052 (x - 152.611))) + 0.018`` with ``x = mean pLDDT * log10(contacts)``;
    contacts have beta carbons (of glycine: alpha carbons) within 8 Å, and the mean runs over
    residues with a contact. Source: Bryant, Pozzati and Elofsson 2022, Nat Commun 13, 1265.
    """
    contacts = int(interface.contacts.sum())
    if contacts == 0:
        return 0.0
    exponent = interface.interface_confidence.mean() * np.log10(contacts) - 152.611
    return float(0.724 / (1.0 + np.exp(-0.052 * exponent)) + 0.018)


def compute_pdockq2(interface: PredictedInterface) -> tuple[float, float] | None:
    """Compute pDockQ2 of the fixed and of the mobile partner.

    Returns
    -------
    tuple of float, or None
        From 0.005 to 1.315 each; None where the predicted aligned error is not at hand.

    Notes
    -----
    ``1.31034849 / (1 + exp(-0.0747157696 (x - 84.7326239))) + 0.00501886443`` with
    ``x = mean pLDDT * mean 1 / (1 + (PAE / 10)**2)``. Both means run over contacts (alpha carbons
    within 8 Å; a residue with two contacts counts twice) and take the pLDDT of the partner itself
    and the errors aligned on it; without contacts ``x`` is 0. Source: Zhu et al. 2023,
    Bioinformatics 39, btad424, and its authors' script ``pdockq2.py``. The program IPSAE differs:
    beta carbons, each residue once, both partners in the mean of pLDDT, rounded constants.
    """
    if interface.forward is None or interface.backward is None:
        return None
    near = interface.alpha_distance <= CONTACT_ANGSTROM
    fixed = _compute_chain_pdockq2(interface.forward, interface.fixed_alpha_confidence, near)
    mobile = _compute_chain_pdockq2(interface.backward, interface.mobile_alpha_confidence, near.T)
    return fixed, mobile


def compute_interface_error(interface: PredictedInterface) -> float | None:
    """Compute the mean predicted aligned error over contacts, both directions, in ångström.

    Returns
    -------
    float or None
        None where there are no contacts or no errors.
    """
    contacts = interface.contacts
    if interface.forward is None or interface.backward is None or not contacts.any():
        return None
    return float((interface.forward + interface.backward.T)[contacts].mean() / 2.0)


def _compute_chain_pdockq2(errors: Floats, confidence: Floats, near: Flags) -> float:
    product = 0.0
    if near.any():
        terms = 1.0 / (1.0 + (errors[near] / _PDOCKQ2_SCALE_ANGSTROM) ** 2)
        product = float(confidence[np.nonzero(near)[0]].mean() * terms.mean())
    exponent = 7.47157696e-02 * (product - 8.47326239e01)
    return float(1.31034849 / (1.0 + np.exp(-exponent)) + 5.01886443e-03)
