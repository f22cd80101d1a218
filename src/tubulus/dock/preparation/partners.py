"""What is asked of the preparation of a partner, and what comes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from tubulus.core.errors import InputError, Problem
from tubulus.core.identifiers import suggest_name
from tubulus.dock.structures.notes import Note
from tubulus.dock.structures.reading.origin import StructureOrigin
from tubulus.dock.structures.reading.read import ReadingOptions
from tubulus.dock.structures.structure import Structure

__all__ = ["PartnerRequest", "PartnerRole", "PreparedPartner", "ResidueRange"]

PartnerRole = Literal["ligand", "receptor"]


@dataclass(frozen=True, slots=True)
class ResidueRange:
    """Residues of one chain by the file's own numbers, both ends included."""

    chain: str
    start: int
    end: int

    def __str__(self) -> str:
        """Return such as ``A:25-130``."""
        return f"{self.chain}:{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class PartnerRequest:
    """Where a partner comes from and what of it is docked.

    Parameters
    ----------
    path : Path
        Structure file; a text is taken as its path.
    name : str
        How the partner is called; empty: the file's name.
    role : {"ligand", "receptor"}
        A receptor is reduced to its ectodomain.
    reading : ReadingOptions
        Chains, model, biological assembly.
    residues : tuple of ResidueRange
        Residues to keep, by the file's own numbers; empty: all.
    accessions : tuple of str
        UniProt entries that the chains are; empty: not declared.

    Raises
    ------
    InputError
        If the role is another word, or ranges or entries are given in another form.
    """

    path: Path
    name: str = ""
    role: PartnerRole = "ligand"
    reading: ReadingOptions = field(default_factory=ReadingOptions)
    residues: tuple[ResidueRange, ...] = ()
    accessions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", Path(self.path))
        problems = [
            Problem(self.name or self.path.name, 0, key, message, remedy)
            for key, message, remedy in _find_problems(self)
        ]
        if problems:
            raise InputError(problems)


def _find_problems(request: PartnerRequest) -> Iterator[tuple[str, str, str]]:
    roles = get_args(PartnerRole)
    if request.role not in roles:
        # a capital letter is no other word
        remedy = suggest_name(str(request.role).lower(), roles)
        yield "role", f"{request.role!r} is no role", remedy
    if not all(isinstance(item, ResidueRange) for item in request.residues):
        remedy = 'give a tuple such as (ResidueRange("A", 25, 130),)'
        yield "residues", "holds what is no ResidueRange", remedy
    # who does not check types passes one text, whose letters are no entries
    accessions: object = request.accessions
    if isinstance(accessions, str):
        remedy = f'give a tuple: ("{accessions}",)'
        yield "accessions", "is one text", remedy


@dataclass(frozen=True, slots=True, eq=False)
class PreparedPartner:
    """A partner that is ready to be docked, with the report of what was done.

    Attributes
    ----------
    structure : Structure
        Heavy atoms of the protein and of the cofactors that stay.
    role : {"ligand", "receptor"}
        As asked.
    notes : tuple of Note
        Report, in the order of the steps.
    accessions : tuple of str
        UniProt entry of each chain in order; empty text where it is unknown.
    positions : ndarray of int64, shape (n_residues,)
        Position of each residue in its entry, counted from 1; 0 where unknown.
    glycosylated, sequons : tuple of int
        Residues that carry a glycan in the file, and asparagines of sequons.
    anchor : ndarray of float64, shape (3,), optional
        Alpha carbon of the residue behind which the membrane is known to lie, in ångström;
        ``None`` where that is not known (a note of kind ``membrane`` says why).
    is_evaluable : bool
        Whether docking scores of the partner mean anything.
    reason : str
        Why it is not evaluable; empty where it is.
    origin : StructureOrigin
        Entry of the Protein Data Bank, and whether another protein was solved with it.
    whole_sequences : mapping of str to str
        Sequence by chain of what is left, as the atoms of the file show it before anything was
        cut: by it relatives are found, whatever part of each is docked. Stretches that were cut
        and are as hydrophobic as a membrane segment are left out, for signal peptides and
        membrane segments of strangers share words. Empty: the chains as they are.
    """

    structure: Structure
    role: PartnerRole
    notes: tuple[Note, ...]
    accessions: tuple[str, ...]
    positions: npt.NDArray[np.int64]
    glycosylated: tuple[int, ...]
    sequons: tuple[int, ...]
    anchor: npt.NDArray[np.float64] | None
    is_evaluable: bool
    reason: str
    origin: StructureOrigin = field(default_factory=StructureOrigin)
    whole_sequences: Mapping[str, str] = field(default_factory=dict)

    def list_report(self) -> tuple[str, ...]:
        """Return the report as sentences, one a note."""
        return tuple(str(note) for note in self.notes)
