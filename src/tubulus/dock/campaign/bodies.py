"""Prepared partners as a campaign takes them: bodies to dock, sizes to match, names to show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tubulus.core.errors import InputError, Problem
from tubulus.dock.calibration.score_table import Partners
from tubulus.dock.preparation.partners import PreparedPartner
from tubulus.dock.search.partner import Partner, make_partner
from tubulus.dock.structures.identity import compute_structure_hash
from tubulus.dock.structures.residue_labels import label_residues
from tubulus.dock.structures.surface_area import compute_residue_area

__all__ = ["Side", "find_duplicates", "lay_out_side"]


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """Partners of one side, in the order of their names.

    Attributes
    ----------
    partners : Partners
        Names, sizes, families, hashes, and why a partner is not evaluable.
    bodies : tuple of Partner
        Heavy atoms.
    hashes : tuple of str
        Hash of each structure's atoms.
    residues : tuple of tuple of str
        Names of each partner's residues, in the order of its interface profile.
    """

    partners: Partners
    bodies: tuple[Partner, ...]
    hashes: tuple[str, ...]
    residues: tuple[tuple[str, ...], ...]


def find_duplicates(place: str, prepared: Sequence[PreparedPartner]) -> list[Problem]:
    """Find names that several partners of one side share."""
    names = [partner.structure.name for partner in prepared]
    remedy = "give each partner of a side a name of its own"
    return [
        Problem(place, 0, name, f"{names.count(name)} partners are called {name}", remedy)
        for name in sorted({name for name in names if names.count(name) > 1})
    ]


def lay_out_side(
    place: str, prepared: Sequence[PreparedPartner], families: Mapping[str, str]
) -> Side:
    """Measure the partners of one side and make them bodies of the search.

    Raises
    ------
    InputError
        If a structure has no heavy atoms of a protein, or atoms that are too far apart.
    """
    ordered = sorted(prepared, key=lambda partner: partner.structure.name)
    measured: list[_Measured] = []
    problems: list[Problem] = []
    for partner in ordered:
        try:
            measured.append(_measure(partner))
        except ValueError as error:
            remedy = "look at its structure file, or leave the partner out"
            problems.append(Problem(place, 0, partner.structure.name, str(error), remedy))
    if problems:
        raise InputError(problems)
    names = tuple(partner.structure.name for partner in ordered)
    hashes = tuple(compute_structure_hash(partner.structure) for partner in ordered)
    return Side(
        partners=Partners(
            names=names,
            n_residues=np.array([m.n_residues for m in measured], dtype=np.float64),
            exposed_area=np.array([m.exposed_area for m in measured], dtype=np.float64),
            families=tuple(families.get(name, "") for name in names),
            reasons=tuple("" if p.is_evaluable else p.reason or "not evaluable" for p in ordered),
            structures=hashes,
        ),
        bodies=tuple(m.body for m in measured),
        hashes=hashes,
        residues=tuple(m.residues for m in measured),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Measured:
    """One partner: its body, sizes, and names of its residues."""

    body: Partner
    n_residues: int
    exposed_area: float
    residues: tuple[str, ...]


def _measure(partner: PreparedPartner) -> _Measured:
    structure = partner.structure
    heavy = structure.select(~np.isin(structure.element, ("H", "D")))
    n_residues = heavy.select(~heavy.is_hetero).n_residues
    if n_residues == 0:
        raise ValueError("no heavy atoms of a protein are left to dock")
    return _Measured(
        body=make_partner(structure),
        n_residues=n_residues,
        exposed_area=float(compute_residue_area(heavy).sum()),
        residues=tuple(label_residues(heavy)),
    )
