"""Membrane-spanning segments, and where a structure enters the membrane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from tubulus.dock.structures.notes import Note
from tubulus.dock.structures.residue_labels import label_residues
from tubulus.dock.structures.structure import Structure
from tubulus.dock.structures.wording import count_things

__all__ = [
    "HYDROPATHY",
    "MOST_STALK",
    "MembraneSegment",
    "find_anchor",
    "find_membrane_segments",
    "guess_ectodomain",
    "guess_segments",
    "note_unknown_anchor",
]

MOST_STALK: Final = 10
"""Positions of the entry by which a membrane segment may lie beyond the end of a structure.

The project's own choice: a stretch of ten residues that nobody saw reaches 38 Å at most, about the
size of a small domain. Farther away the end of a structure says nothing of where the membrane is.
"""

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


@dataclass(frozen=True, slots=True)
class MembraneSegment:
    """First and last position of a segment that spans the membrane, and whether it is guessed."""

    first: int
    last: int
    is_guessed: bool


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


def guess_segments(sequence: str) -> tuple[MembraneSegment, ...]:
    """Guess the membrane segments of a mature protein from the sequence of its precursor.

    A stretch that begins in the first twenty residues is left out: it is a signal peptide, or the
    anchor of a protein whose N terminus is inside, and the sequence does not tell which.
    """
    found = find_membrane_segments(sequence)
    return tuple(MembraneSegment(*x, is_guessed=True) for x in found if x[0] > _SIGNAL_START)


def find_anchor(
    structure: Structure, places: npt.NDArray[np.int64], segments: Sequence[MembraneSegment]
) -> tuple[npt.NDArray[np.float64] | None, Note]:
    """Find the end of a chain behind which the membrane is known to lie.

    Parameters
    ----------
    structure : Structure
        What is docked: one chain of protein, perhaps with cofactors.
    places : ndarray of int64, shape (n_residues,)
        Position of each residue in the numbering of the segments; 0 where it has none.
    segments : sequence of MembraneSegment
        All of the chain's entry.

    Returns
    -------
    anchor : ndarray of float64, shape (3,), optional
        Alpha carbon of the last residue if a segment begins at most ten positions after it, or of
        the first one if a segment ends at most ten positions before it. ``None`` where neither is
        so, where both are, and where the chain itself runs through a segment.
    note : Note
        Of kind ``membrane``: the residue and, as its count, how many positions beyond it the
        segment begins; or why that is not known.
    """
    on = np.flatnonzero(places)
    if not len(segments):
        return None, note_unknown_anchor("no membrane segment is declared or seen in its sequence")
    if not len(on):
        return None, note_unknown_anchor("its residues lie on no entry")
    first, last = on[np.argmin(places[on])], on[np.argmax(places[on])]
    low, high = int(places[first]), int(places[last])
    if any(low <= x.first and x.last <= high for x in segments):
        return None, note_unknown_anchor("the chain runs through a membrane segment")
    ends = [(max(x.first - high, 1), int(last), x) for x in segments if x.last > high]
    ends += [(max(low - x.last, 1), int(first), x) for x in segments if x.first < low]
    near = [end for end in ends if end[0] <= MOST_STALK]
    if not near:
        away = min(steps for steps, _, _ in ends)
        return None, note_unknown_anchor(
            f"the nearest membrane segment lies {away} positions from its ends, and at most "
            f"{MOST_STALK} are taken for a stalk"
        )
    if len({residue for _, residue, _ in near}) > 1:
        return None, note_unknown_anchor("a membrane segment lies at either end of the chain")
    steps, residue, segment = min(near, key=lambda end: end[0])
    atoms = (structure.residue_index == residue) & (structure.atom_name == "CA")
    anchor = np.asarray(structure.positions[atoms][0], dtype=np.float64)
    return anchor, _note_anchor(structure, residue, steps, segment, residue == last)


def _note_anchor(
    structure: Structure, residue: int, steps: int, segment: MembraneSegment, is_last: bool
) -> Note:
    source = "guessed from hydropathy, not known" if segment.is_guessed else "as declared"
    text = (
        f"the membrane begins {count_things(steps, 'position')} {'after' if is_last else 'before'} "
        f"the {'last' if is_last else 'first'} residue ({source})"
    )
    return Note("membrane", text, steps, (label_residues(structure)[residue],))


def note_unknown_anchor(why: str) -> Note:
    """Note that it is not known where a chain enters the membrane, and why."""
    text = f"where the chain enters the membrane is not known, and no pose is judged by it: {why}"
    return Note("membrane", text)
