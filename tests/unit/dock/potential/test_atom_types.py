"""Atoms get the type and charge of their chemistry."""

from __future__ import annotations

import numpy as np

from tubulus.dock.potential.atom_types import (
    ATOM_TYPES,
    UNTYPED,
    assign_atom_types,
    assign_charges,
)


def test_atoms_of_one_name_differ_by_residue():
    types = assign_atom_types(["GLY", "ALA", "LYS", "THR", "THR"], ["CA", "CA", "NZ", "CB", "CG2"])

    assert [ATOM_TYPES[t] for t in types] == [
        "Gly CA",
        "backbone CA",
        "Lys NZ",
        "aliphatic link",
        "aliphatic",
    ]


def test_selenomethionine_counts_as_methionine():
    types = assign_atom_types(["MSE", "MET"], ["SE", "SD"])

    assert types[0] == types[1]


def test_cofactors_and_unknown_names_have_no_type():
    assert assign_atom_types(["HEM", "ALA"], ["FE", "XX"]).tolist() == [UNTYPED, UNTYPED]


def test_no_atoms_have_no_types():
    assert assign_atom_types([], []).shape == (0,)


def test_charges_of_a_residue_sum_to_its_formal_charge():
    residues = {"ARG": 1.0, "LYS": 1.0, "ASP": -1.0, "GLU": -1.0, "HIS": 0.0}
    names = ["NZ", "NH1", "NH2", "OD1", "OD2", "OE1", "OE2", "ND1", "NE2"]

    sums = {r: assign_charges([r] * len(names), names).sum() for r in residues}

    assert sums == residues


def test_every_type_is_used():
    names = ["N", "CA", "CB", "NZ", "CD", "CE", "NE", "NH1", "OD1", "OG", "ND1", "OH", "SG"]
    residues = ["ALA", "GLY", "SER", "LYS", "ARG", "ASP", "ASN", "HIS", "TYR", "PHE", "CYS"]
    names += ["C", "O", "CD1"]

    types = assign_atom_types(np.repeat(residues, len(names)).tolist(), names * len(residues))

    assert set(types.tolist()) - {UNTYPED} == set(range(len(ATOM_TYPES)))
