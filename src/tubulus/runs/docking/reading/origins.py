"""Where partners come from, and which of them come from one entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tubulus.dock.preparation.partners import PreparedPartner
from tubulus.dock.structures.reading.origin import StructureOrigin

__all__ = ["find_pairs_of_one_entry", "list_origins"]

Pair = tuple[str, str]
Origins = Mapping[tuple[str, str], StructureOrigin]


def list_origins(fixed: Iterable[PreparedPartner], mobile: Iterable[PreparedPartner]) -> Origins:
    """List where each partner comes from, by side and name."""
    sides = (("fixed", fixed), ("mobile", mobile))
    return {(side, p.structure.name): p.origin for side, partners in sides for p in partners}


def find_pairs_of_one_entry(origins: Origins) -> tuple[Pair, ...]:
    """Find fixed and mobile partners whose files name one entry, whatever the files are called.

    They may meet, as partners out of one file may, so they are no decoy pair.
    """
    mobile: dict[str, list[str]] = {}
    for (side, name), origin in origins.items():
        if side == "mobile" and origin.entry:
            mobile.setdefault(origin.entry, []).append(name)
    return tuple(
        (name, other)
        for (side, name), origin in origins.items()
        if side == "fixed" and origin.entry
        for other in mobile.get(origin.entry, ())
    )
