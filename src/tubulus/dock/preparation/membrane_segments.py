"""Membrane-spanning segments guessed from the hydropathy of a sequence."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["HYDROPATHY", "find_membrane_segments", "guess_ectodomain"]

HYDROPATHY: Final = {
    "I": 4.5,
    "V": 4.2,
    "L": 3.8,
    "F": 2.8,
    "C": 2.5,
    "M": 1.9,
    "A": 1.8,
    "G": -0.4,
    "T": -0.7,
    "S": -0.8,
    "W": -0.9,
    "Y": -1.3,
    "P": -1.6,
    "H": -3.2,
    "N": -3.5,
    "D": -3.5,
    "Q": -3.5,
    "E": -3.5,
    "K": -3.9,
    "R": -4.5,
}
"""Hydropathy of amino acids: Kyte and Doolittle 1982, J Mol Biol 157:105-132."""

_WINDOW: Final = 19
_LEAST_MEAN: Final = 1.6
# a hydrophobic stretch that begins this early is taken for a signal peptide
_SIGNAL_START: Final = 20
_LEAST_ECTODOMAIN: Final = 40


def find_membrane_segments(sequence: str) -> tuple[tuple[int, int], ...]:
    """Find stretches that may span a membrane, as first and last position counted from 1.

    Notes
    -----
    Windows of 19 residues whose mean hydropathy is at least 1.6 (scale of Kyte and Doolittle
    1982); windows that overlap are one segment, whose ends are cut back to a residue of positive
    hydropathy. Unknown letters count 0.
    """
    values = np.array([HYDROPATHY.get(letter, 0.0) for letter in sequence])
    if len(values) < _WINDOW:
        return ()
    means = np.convolve(values, np.full(_WINDOW, 1.0 / _WINDOW), mode="valid")
    segments: list[tuple[int, int]] = []
    for start in np.flatnonzero(means >= _LEAST_MEAN - 1e-9).tolist():
        first, last = start + 1, start + _WINDOW
        if segments and first <= segments[-1][1] + 1:
            segments[-1] = (segments[-1][0], last)
        else:
            segments.append((first, last))
    return tuple(_trim(values, *segment) for segment in segments)


def _trim(values: npt.NDArray[np.float64], first: int, last: int) -> tuple[int, int]:
    hydrophobic = np.flatnonzero(values[first - 1 : last] > 0)
    return first + int(hydrophobic[0]), first + int(hydrophobic[-1])


def guess_ectodomain(sequence: str) -> tuple[int, int] | None:
    """Guess the ectodomain of a receptor that crosses the membrane once, N terminus outside.

    Returns
    -------
    tuple of int, optional
        First and last position counted from 1: from after a hydrophobic stretch that begins in
        the first twenty residues (a signal peptide) to before the only other one. ``None`` where
        there is no such picture (no segment, several, or fewer than 40 residues before it): a
        table of regions must say.
    """
    segments = find_membrane_segments(sequence)
    signal_end = 0
    if segments and segments[0][0] <= _SIGNAL_START:
        signal_end = segments[0][1]
        segments = segments[1:]
    if len(segments) != 1 or segments[0][0] - 1 - signal_end < _LEAST_ECTODOMAIN:
        return None
    return signal_end + 1, segments[0][0] - 1
