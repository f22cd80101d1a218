"""Atom types, pair terms and the contact potential that the search adds up.

Derived by `tools/derive_contact_potential.py` from complexes outside Docking Benchmark 5.
"""

from tubulus.dock.potential.atom_types import ATOM_TYPES, assign_atom_types, assign_charges
from tubulus.dock.potential.contact_potential import (
    ContactPotential,
    load_contact_potential,
    split_into_channels,
)

__all__ = [
    "ATOM_TYPES",
    "ContactPotential",
    "assign_atom_types",
    "assign_charges",
    "load_contact_potential",
    "split_into_channels",
]
