"""Atoms of a docked pose, read from its file, with the partner that each residue belongs to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

import gemmi
import numpy as np
import numpy.typing as npt

__all__ = ["PoseAtoms", "PoseResidue", "Side", "read_pose_atoms"]

Floats = npt.NDArray[np.float64]
Side = Literal["fixed", "mobile"]

TRACE_ATOMS = ("CA", "P", "C4'")
"""Atoms that a chain is drawn through: of amino acids, of nucleotides, of those without a P."""


@dataclass(frozen=True, slots=True)
class PoseResidue:
    """A residue of a pose.

    Parameters
    ----------
    side : {"fixed", "mobile"}
        The partner.
    chain, name, number : str
        As in the file; ``number`` holds the insertion code.
    atoms : tuple of str
        Names of its heavy atoms, in the order of the positions.
    start : int
        Place of the first of them among the positions.
    trace : int
        Place of the atom that the chain is drawn through; -1 where there is none.
    touches : bool
        Whether the results list it as touching the partner.
    """

    side: Side
    chain: str
    name: str
    number: str
    atoms: tuple[str, ...]
    start: int
    trace: int
    touches: bool


@dataclass(frozen=True, slots=True, eq=False)
class PoseAtoms:
    """Heavy atoms of a pose.

    Parameters
    ----------
    residues : tuple of PoseResidue
        Fixed partner first.
    positions : ndarray, shape (n, 3)
        In ångström.
    """

    residues: tuple[PoseResidue, ...]
    positions: Floats

    @property
    def trace(self) -> Floats:
        """Positions of the atoms that the chains are drawn through, shape (m, 3)."""
        return self.positions[[r.trace for r in self.residues if r.trace >= 0]]


def read_pose_atoms(text: str, touching: Collection[tuple[str, str]] = ()) -> PoseAtoms | None:
    """Read a pose in PDB or mmCIF format; None where it cannot be read or tells no partners apart.

    Parameters
    ----------
    text : str
        The file, whose remarks name the chains of each partner, as in
        ``fixed partner TGFBR2: chains B, C (A)``: chain C was A in the partner's own file.
    touching : collection of (side, label)
        Residues that touch the partner, labelled ``A:ASN42`` with the chain of the partner's own
        file.
    """
    chains = _read_chains(text)
    marked = frozenset(touching)
    residues: list[PoseResidue] = []
    positions: list[list[float]] = []
    for chain, name, number, atoms in _list_residues(text):
        if chain not in chains:
            continue
        side, own = chains[chain]
        names = tuple(atom for atom, _ in atoms)
        anchor = next((names.index(a) for a in TRACE_ATOMS if a in names), None)
        start = len(positions)
        trace = -1 if anchor is None else start + anchor
        touches = (side, f"{own}:{name}{number}") in marked
        residues.append(PoseResidue(side, chain, name, number, names, start, trace, touches))
        positions += [place for _, place in atoms]
    if {r.side for r in residues if r.trace >= 0} != {"fixed", "mobile"}:
        return None
    return PoseAtoms(tuple(residues), np.array(positions, dtype=np.float64))


_REMARK = re.compile(r"^(?:REMARK\s+\d+|#) (.*)$", re.MULTILINE)
_CHAINS = re.compile(
    # from one naming of a partner to the next
    r"(fixed|mobile) partner (?:(?!(?:fixed|mobile) partner ).)*?: chains "
    r"((?:(?!(?:fixed|mobile) partner ).)*)"
)
_CHAIN = re.compile(r"([^\s,]+)(?: \(([^)]*)\))?")


def _read_chains(text: str) -> dict[str, tuple[Side, str]]:
    """Read which partner each chain belongs to, and its name in the partner's own file."""
    remarks = " ".join(_REMARK.findall(text))
    found: dict[str, tuple[Side, str]] = {}
    for side, listed in _CHAINS.findall(remarks):
        for chain, own in _CHAIN.findall(listed):
            found[chain] = ("fixed" if side == "fixed" else "mobile", own or chain)
    return found


def _list_residues(text: str) -> Iterator[tuple[str, str, str, list[tuple[str, list[float]]]]]:
    try:
        structure = _read_structure(text)
    except (RuntimeError, ValueError):
        # one file that cannot be drawn does not cost the page
        return
    if len(structure) == 0:
        return
    for chain in structure[0]:
        for residue in chain:
            atoms = [(a.name, a.pos.tolist()) for a in residue if not a.is_hydrogen()]
            if atoms:
                yield chain.name, residue.name, str(residue.seqid), atoms


def _read_structure(text: str) -> gemmi.Structure:
    if re.search(r"^data_", text, re.MULTILINE):
        return gemmi.make_structure_from_block(gemmi.cif.read_string(text).sole_block())
    return gemmi.read_pdb_string(text)
