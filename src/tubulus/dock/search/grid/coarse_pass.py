"""A first pass at twice the spacing that tells which rotations are worth the fine grid."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tubulus.dock.search.grid.correlation import sum_coarse_products
from tubulus.dock.search.grid.spectra import FixedSpectra, MobileSpectra
from tubulus.dock.search.grid.transforms import FourierBackEnd
from tubulus.dock.search.rotations import compute_rotation_matrices

__all__ = ["choose_rotations"]


def choose_rotations(
    plan: MobileSpectra,
    spectra: Sequence[FixedSpectra],
    turns: npt.NDArray[np.float64],
    share: float,
    back_end: FourierBackEnd,
) -> npt.NDArray[np.bool_]:
    """Choose for each fixed partner the rotations whose best coarse score is highest.

    Parameters
    ----------
    plan : MobileSpectra
        The mobile partner.
    spectra : sequence of FixedSpectra
        Fixed partners of one box.
    turns : ndarray, shape (n, 4)
        Unit quaternions.
    share : float
        Share of the rotations to keep; 1 keeps all and computes nothing.
    back_end : FourierBackEnd
        Who transforms.

    Returns
    -------
    ndarray of bool, shape (fixed partners, n)

    Notes
    -----
    The coarse score is the whole score cut to the low half of the frequencies, shape included,
    so that nothing is sampled anew and nothing aliased.
    """
    if share >= 1.0:
        return np.ones((len(spectra), len(turns)), dtype=bool)
    shape = plan.box.coarse_shape
    fixed = [np.concatenate([f.coarse, f.coarse_overlap]) for f in spectra]
    product = np.empty((shape[0], shape[1], shape[2] // 2 + 1), dtype=np.complex64)
    best = np.empty((len(spectra), len(turns)), dtype=np.float32)
    for r, matrix in enumerate(compute_rotation_matrices(turns)):
        mobile = plan.compute_coarse(matrix, back_end)
        for f, spectrum in enumerate(fixed):
            sum_coarse_products(mobile, spectrum, product)
            best[f, r] = back_end.invert(product, shape).max()
    count = math.ceil(share * len(turns))
    wanted = np.zeros(best.shape, dtype=bool)
    order = np.argsort(-best, axis=1, kind="stable")[:, :count]
    np.put_along_axis(wanted, order, values=True, axis=1)
    return wanted
