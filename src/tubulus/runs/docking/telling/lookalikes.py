"""Partners that look like predicted models, where nothing says whether they are."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.runs.docking.reading.sides import PreparedSides
from tubulus.runs.docking.telling.material import list_some

__all__ = ["tell_lookalikes"]


def tell_lookalikes(sides: PreparedSides) -> Iterator[str]:
    """Tell the partners that were read as measured though what they hold looks like pLDDT."""
    found = [
        partner.structure.name
        for partner in (*sides.fixed, *sides.mobile)
        if any(note.kind == "looks_predicted" for note in partner.notes)
    ]
    if found:
        yield (
            "Look like predicted models and are docked whole, for neither file nor table of "
            f"partners says so: {list_some(list(dict.fromkeys(found)))}. Say predicted = yes "
            "(residues of low pLDDT are cut) or no in the table of partners."
        )
