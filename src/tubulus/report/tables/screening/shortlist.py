"""The shortlist: the pairs to look at first, with score, second opinion and what warns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup, escape

from tubulus.report.dossiers import Dossier, list_dossiers, list_shortlist
from tubulus.report.dossiers.scores import say_log_odds, say_posterior, say_second_opinion
from tubulus.report.dossiers.shortlist import SHORTLIST_SHOWN
from tubulus.report.dossiers.words import HYPOTHESIS, SIDE_WORDS
from tubulus.report.material import Material
from tubulus.report.tables.frame import Column, ShownTable
from tubulus.report.tables.screening.candidates import list_screen_origins

__all__ = ["make_shortlist_table"]

Row = dict[str, Any]

_SECOND_OPINION = (
    "Rank aggregation is a second opinion from the same evidence, no replication; its p compares "
    "the ranks of a pair with those of random rows."
)


def make_shortlist_table(
    material: Material, dossiers: Iterable[Dossier] | None = None
) -> ShownTable | None:
    """List the shortlist by rank; each pair leads to its dossier.

    Parameters
    ----------
    material : Material
        Study, results and settings.
    dossiers : iterable of Dossier, optional
        The dossiers of the shortlist, where they are made already.
    """
    found = list_shortlist(material)
    if not found:
        return None
    shown = found[:SHORTLIST_SHOWN]
    made = tuple(list_dossiers(material) if dossiers is None else dossiers)
    common = _find_common([dossier.flags for dossier in made])
    left = len(found) - len(shown)
    return ShownTable(
        id="table-shortlist",
        caption="Shortlist: candidate pairs to look at first",
        stub="Cargo protein – receptor",
        columns=(
            Column("Cell types (side of the barrier)"),
            Column("Tier", align="right"),
            Column("Log-odds", align="right"),
            Column("Posterior", align="right"),
            Column("Rank aggregation", align="right"),
            Column("Read first"),
        ),
        rows=[
            ("", _name_pair(row, dossier), _describe(row, dossier, material, common))
            for row, dossier in zip(shown, made, strict=True)
        ],
        notes=[
            HYPOTHESIS,
            *([f"Of every pair listed: {', '.join(common)}."] if common else []),
            _SECOND_OPINION,
            *([f"{left} more pairs are in the shortlist of the results."] if left > 0 else []),
        ],
        origins=list_screen_origins(material),
    )


def _name_pair(row: Row, dossier: Dossier) -> Markup:
    rank = "" if row.get("rank") is None else f"{row['rank']}. "
    return Markup('{}<a href="#{}">{} – {}</a>').format(
        rank, dossier.id, row["ligand"], row["receptor"]
    )


def _describe(
    row: Row, dossier: Dossier, material: Material, common: Sequence[str]
) -> tuple[str | Markup, ...]:
    own = [flag for flag in dossier.flags if flag not in common]
    # a note of a run that has no layers says what no flag can
    said = own if own or dossier.layers else [*filter(None, (row.get("note"),))]
    return (
        _place(row, dossier),
        "–" if row.get("tier") is None else str(row["tier"]),
        _stack(say_log_odds(row, material.settings)),
        say_posterior(row),
        say_second_opinion(row),
        "; ".join(said) or Markup('<span class="none">–</span>'),
    )


def _place(row: Row, dossier: Dossier) -> str:
    """Name the cell types by their side of the barrier."""
    if not any(cell.evidence for cell in dossier.cells):
        side = str(row.get("barrier") or SIDE_WORDS[""])
        return f"{', '.join(row['cells'])} ({side})" if row["cells"] else side
    sides: dict[str, list[str]] = {}
    for cell in dossier.cells:
        sides.setdefault(cell.side, []).append(cell.cell)
    return "; ".join(f"{', '.join(cells)} ({side})" for side, cells in sides.items())


def _find_common(flags: Sequence[Sequence[str]]) -> list[str]:
    """Find what is flagged for each of several pairs: said once, it need not be said of each."""
    if len(flags) < 2:
        return []
    return [flag for flag in flags[0] if all(flag in own for own in flags)]


def _stack(text: str) -> Markup:
    """Put the interval under its value, unbroken."""
    value, _, interval = text.partition(" (")
    limits = Markup('<br><span class="ci">{}</span>').format(interval.rstrip(")"))
    return escape(value) + (limits if interval else "")
