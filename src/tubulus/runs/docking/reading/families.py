"""Homology families of a campaign: declared in the table, else derived from sequences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from tubulus.dock.partners.families import derive_families
from tubulus.dock.preparation.partners import PreparedPartner
from tubulus.dock.structures.sequences import derive_sequence

__all__ = ["complete_families"]


def complete_families(
    declared: Mapping[str, str], partners: Iterable[PreparedPartner]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Give relatives one family where the table of partners names none.

    Parameters
    ----------
    declared : mapping of str to str
        Family by name of partner, as far as the table has one; these stay as they are.
    partners : iterable of PreparedPartner
        Both sides. A name that stands on both is one partner with all its chains.

    Returns
    -------
    families : dict of str to str
        Declared families, and those of partners that have relatives among the others.
    notes : tuple of str
        One sentence on the families that were derived; none where there are none.
    """
    known = {name: family for name, family in declared.items() if family}
    derived = derive_families(_collect_sequences(partners), known)
    members: dict[str, list[str]] = {}
    for name in sorted(derived):
        members.setdefault(derived[name], []).append(name)
    groups = {
        family: names
        for family, names in members.items()
        if len(names) > 1 and not known.keys() >= set(names)
    }
    found = dict.fromkeys(name for names in groups.values() for name in names)
    families = known | {name: derived[name] for name in found}
    if not groups:
        return families, ()
    listed = "; ".join(f"{', '.join(names)} ({family})" for family, names in groups.items())
    note = (
        "Partners of one family stand in for each other in no null. Derived from sequences, where "
        f"the table of partners leaves the family blank: {listed}."
    )
    return families, (note,)


def _collect_sequences(partners: Iterable[PreparedPartner]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for partner in partners:
        structure = partner.structure
        chains = np.unique(structure.chain[~structure.is_hetero]).tolist()
        letters = {derive_sequence(structure, chain) for chain in chains}
        found.setdefault(structure.name, set()).update(letters)
    return {name: tuple(sorted(letters)) for name, letters in found.items()}
