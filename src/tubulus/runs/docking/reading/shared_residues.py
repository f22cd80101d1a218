"""Pairs whose partners are one structure, or hold residues of each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from tubulus.dock.preparation.partners import PreparedPartner
from tubulus.dock.structures.identity import compute_structure_hash
from tubulus.dock.structures.structure import Structure
from tubulus.runs.docking.reading.sides import PreparedSides

__all__ = ["SharedResidues", "find_shared_residues"]

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SharedResidues:
    """Pairs of partners that share atoms.

    Attributes
    ----------
    same : frozenset of (fixed, mobile)
        Both are the same atoms: the pair asks about a homodimer.
    overlapping : frozenset of (fixed, mobile)
        Some residues stand in both.
    """

    same: frozenset[Pair]
    overlapping: frozenset[Pair]

    @property
    def any(self) -> frozenset[Pair]:
        """All of these pairs."""
        return self.same | self.overlapping


def find_shared_residues(pairs: Iterable[Pair], sides: PreparedSides) -> SharedResidues:
    """Find the pairs whose partners share atoms, whatever their files are called.

    Notes
    -----
    Two residues are one where their first atoms have one name and lie at one place, to 0.001 Å:
    other copies of a chain and other models of an ensemble lie elsewhere.
    """
    fixed, mobile = ({p.structure.name: p for p in side} for side in (sides.fixed, sides.mobile))
    same: set[Pair] = set()
    overlapping: set[Pair] = set()
    for pair in set(pairs):
        one, two = fixed.get(pair[0]), mobile.get(pair[1])
        if one is None or two is None or not _list_places(one) & _list_places(two):
            continue
        hashes = {compute_structure_hash(partner.structure) for partner in (one, two)}
        (same if len(hashes) == 1 else overlapping).add(pair)
    return SharedResidues(frozenset(same), frozenset(overlapping))


def _list_places(partner: PreparedPartner) -> set[tuple[str, int, int, int]]:
    structure: Structure = partner.structure.select(~partner.structure.is_hetero)
    starts = structure.residue_starts
    places = np.round(structure.positions[starts] * 1e3).astype(np.int64).tolist()
    names = structure.residue_name[starts].tolist()
    return {(name, x, y, z) for name, (x, y, z) in zip(names, places, strict=True)}
