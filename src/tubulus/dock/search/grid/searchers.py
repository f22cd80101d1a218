"""Who searches a set of rotations: a small port, and the searcher that turns them one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from tubulus.dock.search.grid.correlation import (
    NO_SCORE,
    find_peaks,
    sum_coarse_products,
    sum_products,
)
from tubulus.dock.search.grid.spectra import FixedSpectra, MobileSpectra
from tubulus.dock.search.grid.transforms import FourierBackEnd

__all__ = ["Found", "OneByOneSearcher", "PeakRule", "RotationSearcher", "make_empty_found"]

Floats = npt.NDArray[np.float64]
Scores = npt.NDArray[np.float32]
Found = tuple[Scores, npt.NDArray[np.int64]]
"""Scores, shape (fixed partners, n, count), and grid points, shape (..., 3), of the peaks."""


@dataclass(frozen=True, slots=True)
class PeakRule:
    """Which translations of one rotation are kept.

    Parameters
    ----------
    count : int
        Best ones kept.
    reach : int
        Points that a better one clears around itself along each axis.
    """

    count: int
    reach: int


class RotationSearcher(Protocol):
    """Correlation of one mobile partner, in many rotations, with the fixed partners of a box."""

    def rank(
        self, plan: MobileSpectra, spectra: Sequence[FixedSpectra], matrices: Floats
    ) -> Scores:
        """Compute the best coarse score of each rotation, shape (fixed partners, n).

        The coarse score is the score cut to the low half of the frequencies, shape included,
        so that nothing is sampled anew and nothing aliased.
        """
        ...

    def find(
        self,
        plan: MobileSpectra,
        spectra: Sequence[FixedSpectra],
        matrices: Floats,
        wanted: npt.NDArray[np.bool_],
        rule: PeakRule,
    ) -> Found:
        """Find the best translations of the wanted rotations, shape (fixed partners, n)."""
        ...


def make_empty_found(n_fixed: int, n_rotations: int, count: int) -> Found:
    """Make room for peaks; ``NO_SCORE`` stands where there is none."""
    scores = np.full((n_fixed, n_rotations, count), NO_SCORE, dtype=np.float32)
    return scores, np.zeros((n_fixed, n_rotations, count, 3), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class OneByOneSearcher:
    """One rotation at a time on one thread, so that little memory is touched.

    Parameters
    ----------
    back_end : FourierBackEnd
        Who transforms.
    """

    back_end: FourierBackEnd

    def rank(
        self, plan: MobileSpectra, spectra: Sequence[FixedSpectra], matrices: Floats
    ) -> Scores:
        """Compute the best coarse score of each rotation; see :class:`RotationSearcher`."""
        shape = plan.box.coarse_shape
        first_pass = plan.select_first_pass()
        fixed = [f.stack_first_pass() for f in spectra]
        product = np.empty((shape[0], shape[1], shape[2] // 2 + 1), dtype=np.complex64)
        best = np.empty((len(spectra), len(matrices)), dtype=np.float32)
        for r, matrix in enumerate(matrices):
            mobile = first_pass.compute_coarse(matrix, self.back_end)
            for f, spectrum in enumerate(fixed):
                sum_coarse_products(mobile, spectrum, product)
                best[f, r] = self.back_end.invert(product, shape).max()
        return best

    def find(
        self,
        plan: MobileSpectra,
        spectra: Sequence[FixedSpectra],
        matrices: Floats,
        wanted: npt.NDArray[np.bool_],
        rule: PeakRule,
    ) -> Found:
        """Find the best translations of the wanted rotations; see :class:`RotationSearcher`."""
        scores, indices = make_empty_found(len(spectra), len(matrices), rule.count)
        product = np.empty_like(spectra[0].full)
        for r in np.flatnonzero(wanted.any(axis=0)).tolist():
            full, coarse = plan.compute(matrices[r], self.back_end)
            for f in np.flatnonzero(wanted[:, r]).tolist():
                sum_products(full, spectra[f].full, coarse, spectra[f].coarse, product)
                grid = self.back_end.invert(product, plan.box.shape)
                indices[f, r], scores[f, r] = find_peaks(grid, rule.count, rule.reach)
        return scores, indices
