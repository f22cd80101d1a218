"""What asked pairs ask that whoever wrote them may not have meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tubulus.runs.docking.reading.shared_residues import find_shared_residues
from tubulus.runs.docking.reading.sides import PreparedSides
from tubulus.runs.docking.reading.tables import DockTables
from tubulus.runs.docking.telling.material import list_some

__all__ = ["tell_questions"]

Pair = tuple[str, str]


def tell_questions(
    asked: Sequence[Pair], tables: DockTables, sides: PreparedSides
) -> Iterator[str]:
    """Tell asked pairs of a protein with itself or turned round, and regions that nothing uses.

    Parameters
    ----------
    asked : sequence of (fixed, mobile)
        Names of both partners.
    tables : DockTables
        Regions, and the entries that the table of partners declares.
    sides : PreparedSides
        Partners of both sides.
    """
    shared = find_shared_residues(asked, sides)
    if same := [f"{f} with {m}" for f, m in asked if (f, m) in shared.same]:
        yield (
            f"Both partners are the same structure: {list_some(same)}. That asks whether the "
            "protein forms a homodimer; its decoy pairs are of two different proteins."
        )
    if both := [f"{f} with {m}" for f, m in asked if (f, m) in shared.overlapping]:
        yield (
            f"Partners hold the same residues of one structure: {list_some(both)}. A part of a "
            "complex is docked onto itself then; choose other chains or residues."
        )
    turned = [f"{f} with {m}" for f, m in asked if f < m and (m, f) in set(asked)]
    if turned:
        yield (
            f"Asked both ways round: {list_some(turned)}. These are two tests of one question, and "
            "count as two."
        )
    yield from _tell_unused_regions(tables, sides)


def _tell_unused_regions(tables: DockTables, sides: PreparedSides) -> Iterator[str]:
    """Tell entries that have regions and that no partner is said or found to be."""
    used = {x for request in tables.partners.requests for x in request.accessions}
    used |= {x for partner in (*sides.fixed, *sides.mobile) for x in partner.accessions}
    unused = sorted({region.accession for region in tables.regions} - used)
    if unused:
        yield (
            f"No partner is known to be {list_some(unused)}, so that the regions given for it cut "
            "nothing; write the accession into the table of partners if one is."
        )
