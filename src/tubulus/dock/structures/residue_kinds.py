"""What a residue is: amino acid, modified amino acid, water, glycan, nucleotide or cofactor."""

from __future__ import annotations

from functools import cache
from typing import Final, Literal

import gemmi

from tubulus.dock.structures.sequences import AMINO_ACIDS

__all__ = ["ResidueKind", "classify_residue", "derive_parent"]

ResidueKind = Literal["amino_acid", "water", "nucleotide", "glycan", "cofactor"]

_LETTERS: Final = {letter: name for name, letter in AMINO_ACIDS.items()}
_SUGARS: Final = (gemmi.ResidueKind.PYR, gemmi.ResidueKind.KET)
# sugars of glycans that the table does not know: fucoses, sialic acid, KDN, rhamnose, xylose
_MORE_SUGARS: Final = frozenset({"FCA", "FUL", "KDN", "RAM", "SLB", "XYS"})
_BACKBONE: Final = frozenset({"N", "CA", "C"})


@cache
def classify_residue(name: str, atom_names: frozenset[str] = frozenset()) -> ResidueKind:
    """Tell what a component is by its code.

    Parameters
    ----------
    name : str
        Component code, for instance ``MSE``.
    atom_names : frozenset of str
        Names of its atoms; a code that the table does not know is an amino acid if the backbone
        atoms N, CA and C are among them.

    Notes
    -----
    The table is gemmi's, made from the component dictionary of the Protein Data Bank.
    """
    known = gemmi.find_tabulated_residue(name)
    if known.is_water():
        return "water"
    if known.is_nucleic_acid():
        return "nucleotide"
    if known.is_amino_acid():
        return "amino_acid"
    if known.kind in _SUGARS or name in _MORE_SUGARS:
        return "glycan"
    return "amino_acid" if not known.found() and atom_names >= _BACKBONE else "cofactor"


@cache
def derive_parent(name: str) -> str:
    """Return the standard amino acid that a modified one comes from, else the code itself.

    Selenomethionine ``MSE`` gives ``MET``; ``UNK`` stays ``UNK``.
    """
    if name in AMINO_ACIDS:
        return name
    letter = gemmi.find_tabulated_residue(name).one_letter_code.strip().upper()
    return _LETTERS.get(letter, name)
