"""What a chunk of trials leaves behind: sums from which every characteristic follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tubulus.analysis.operating.model import Vector
from tubulus.stats.stacks import StackedContrasts

__all__ = ["SUMMED", "ChunkResult", "read_chunk_result", "sum_contrasts"]

SUMMED = (
    "trials",
    "estimates",
    "bias",
    "bias2",
    "bias3",
    "bias4",
    "errors",
    "error",
    "error2",
    "limits",
    "covered",
    "tests",
    "rejected",
)
"""Columns of the sums of a cell; ``bias`` is estimate minus truth, ``error`` a standard error."""

# a limit that equals the truth covers it, whatever the last digit
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class ChunkResult:
    """Sums over the trials of a chunk.

    Parameters
    ----------
    chunk_id : str
        Which chunk.
    cells : ndarray, shape (cells, 13)
        Sums of each cell, columns as ``SUMMED``.
    gates : ndarray, shape (h + 3,)
        Trials, trials with a false rejection by the gates and by the tests alone, and how often
        the gates reject each hypothesis; empty without gates.
    rules : tuple of ndarray, shape (looks + 3,)
        Of each stopping rule: trials, sum and sum of squares of the participants at the stop or
        at the end, and how often each look stops.
    """

    chunk_id: str
    cells: Vector
    gates: Vector
    rules: tuple[Vector, ...]

    def as_plain_data(self) -> dict[str, Any]:
        """Return the sums as data that JSON holds without loss."""
        return {
            "chunk": self.chunk_id,
            "cells": self.cells.tolist(),
            "gates": self.gates.tolist(),
            "rules": [rule.tolist() for rule in self.rules],
        }


def read_chunk_result(data: dict[str, Any]) -> ChunkResult:
    """Read what :meth:`ChunkResult.as_plain_data` wrote."""
    return ChunkResult(
        data["chunk"],
        np.array(data["cells"], dtype=np.float64).reshape(-1, len(SUMMED)),
        np.array(data["gates"], dtype=np.float64),
        tuple(np.array(rule, dtype=np.float64) for rule in data["rules"]),
    )


def sum_contrasts(contrasts: StackedContrasts, truth: float, alpha: float) -> Vector:
    """Sum the contrasts of one cell over its trials, shape (13,).

    Parameters
    ----------
    contrasts : StackedContrasts
        One contrast a trial; NaN where a trial has none.
    truth : float
        What the estimates should meet.
    alpha : float
        A p-value up to it rejects.
    """
    has_estimate = np.isfinite(contrasts.estimate)
    difference = np.where(has_estimate, contrasts.estimate - truth, 0.0)
    has_error = np.isfinite(contrasts.error)
    error = np.where(has_error, contrasts.error, 0.0)
    has_limits = np.isfinite(contrasts.low) & np.isfinite(contrasts.high)
    above = contrasts.low <= truth + _ROUNDING
    covered = has_limits & above & (contrasts.high >= truth - _ROUNDING)
    tested = np.isfinite(contrasts.p_value)
    return np.array(
        [
            contrasts.estimate.size,
            has_estimate.sum(),
            difference.sum(),
            (difference**2).sum(),
            (difference**3).sum(),
            (difference**4).sum(),
            has_error.sum(),
            error.sum(),
            (error**2).sum(),
            has_limits.sum(),
            covered.sum(),
            tested.sum(),
            (tested & (contrasts.p_value <= alpha)).sum(),
        ],
        dtype=np.float64,
    )
