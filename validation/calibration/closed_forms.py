"""The closed forms of the screen for many cargo lists on one layout.

A distribution over strata is a convolution, so its transform is a product of transforms. Those of
one stratum hang on how many genes the cargo has there and nothing else, and are kept. The first
cargo lists are computed by the functions of the product as well, and must agree.
"""

from __future__ import annotations

import numpy as np

from tubulus.screen.nulls.exact import (
    compute_draw_distribution,
    compute_global_distribution,
    compute_pair_distribution,
    compute_receptor_tails,
)
from tubulus.screen.nulls.layout import NullLayout
from tubulus.screen.nulls.null_sets import NullDesign

__all__ = ["ClosedForms", "sum_tail"]

_CHECKS, _TOLERANCE = 5, 1e-10


def sum_tail(distribution: np.ndarray) -> np.ndarray:
    """Return the probability of at least 0, 1, ..., and 0 after the last."""
    tail = np.cumsum(distribution[::-1])[::-1]
    return np.append(np.clip(tail, 0.0, 1.0), 0.0)


class _Sums:
    """The distribution of one summed weight, for any number of genes drawn from each stratum."""

    def __init__(self, weights: np.ndarray, layout: NullLayout) -> None:
        stratum = layout.strata[layout.ligand_gene]
        sizes = np.bincount(layout.strata)
        self.length = int(weights.sum()) + 1
        self._transform = 1 << (self.length - 1).bit_length()
        self._parts = [
            (int(s), int(sizes[s]), weights[(stratum == s) & (weights > 0)])
            for s in np.unique(stratum[weights > 0])
        ]
        self._strata = np.array([s for s, _, _ in self._parts], dtype=np.int64)
        self._place: dict[tuple[int, int], int] = {}
        self._rows = np.empty((64, self._transform // 2 + 1), dtype=np.complex128)

    def compute(self, drawn: np.ndarray) -> np.ndarray:
        """Return the distribution, shape (length,)."""
        if not self._parts:
            return np.ones(1)
        numbers = drawn[self._strata].tolist()
        places = [self._find(i, number) for i, number in enumerate(numbers)]
        joined = np.multiply.reduce(self._rows[places], axis=0)
        return np.fft.irfft(joined, self._transform)[: self.length]

    def _find(self, part: int, drawn: int) -> int:
        """Return the row of a stratum's transform, which is computed when first asked for."""
        place = self._place.get((part, drawn))
        if place is None:
            _, size, members = self._parts[part]
            place = self._place[part, drawn] = len(self._place)
            if place == self._rows.shape[0]:
                self._rows = np.concatenate([self._rows, np.empty_like(self._rows)])
            one = compute_draw_distribution(members, size, drawn)
            self._rows[place] = np.fft.rfft(one, self._transform)
        return place


class ClosedForms:
    """Closed-form tails of receptors, of all pairs, and of each cell type."""

    def __init__(self, layout: NullLayout) -> None:
        incidence = layout.incidence.astype(np.int64)
        on_cells = incidence @ layout.membership.astype(np.int64)
        self._receptors = [_Sums(column, layout) for column in incidence.T]
        self._global = _Sums(incidence.sum(axis=1), layout)
        self._cells = [_Sums(column, layout) for column in on_cells.T]
        self._width = 1 + int(incidence.sum(axis=0).max())
        self._on_cells = on_cells
        self._checks = _CHECKS
        self._kept: tuple[bytes, np.ndarray] | None = None

    def compute_receptor_tails(self, design: NullDesign) -> np.ndarray:
        """Return what ``compute_receptor_tails`` of the product returns."""
        key = design.drawn.tobytes()
        if self._kept is None or self._kept[0] != key:
            tails = np.zeros((len(self._receptors), self._width))
            for row, sums in zip(tails, self._receptors, strict=True):
                tail = sum_tail(sums.compute(design.drawn))[:-1]
                row[: tail.size] = np.where(tail > 1e-13, tail, 0.0)
            self._kept = key, tails
            self._check(design, tails)
        return self._kept[1]

    def compute_global_tail(self, design: NullDesign) -> np.ndarray:
        """Return the probability of at least 0, 1, ... pairs."""
        return sum_tail(self._global.compute(design.drawn))

    def compute_cell_p(self, design: NullDesign) -> np.ndarray:
        """Return the p of each cell type."""
        observed = self._on_cells[design.observed].sum(axis=0)
        tails = [sum_tail(sums.compute(design.drawn)) for sums in self._cells]
        return np.array([tail[seen] for tail, seen in zip(tails, observed, strict=True)])

    def _check(self, design: NullDesign, tails: np.ndarray) -> None:
        if not self._checks:
            return
        self._checks -= 1
        own = compute_receptor_tails(design)
        cell = int(self._on_cells.sum(axis=0).argmax())
        gaps = [
            np.abs(tails - own).max(),
            _compare(self._global.compute(design.drawn), compute_global_distribution(design)),
            _compare(
                self._cells[cell].compute(design.drawn),
                compute_pair_distribution(design, self._on_cells[:, cell]),
            ),
        ]
        if max(gaps) > _TOLERANCE:
            raise AssertionError(f"the closed forms differ from those of the product by {gaps}")


def _compare(one: np.ndarray, other: np.ndarray) -> float:
    width = max(one.size, other.size)
    return float(
        np.abs(np.pad(one, (0, width - one.size)) - np.pad(other, (0, width - other.size))).max()
    )
