"""The shortlist: the pairs to look at first, with score, second opinion and what warns."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape

from tubulus.report.dossiers import list_shortlist
from tubulus.report.dossiers.scores import say_log_odds, say_posterior, say_second_opinion
from tubulus.report.dossiers.shortlist import SHORTLIST_SHOWN
from tubulus.report.dossiers.words import HYPOTHESIS
from tubulus.report.material import Material
from tubulus.report.tables.frame import Column, ShownTable
from tubulus.report.tables.screening.candidates import list_screen_origins

__all__ = ["make_shortlist_table"]

_WHAT_SCORES_ARE = (
    "Log-odds compare the evidence with reference pairs, known ones and random ones; the interval "
    "says nothing of what all layers miss. Rank aggregation is a second opinion from the same "
    "evidence, no replication."
)


def make_shortlist_table(material: Material) -> ShownTable | None:
    """List the shortlist by rank; each pair leads to its dossier."""
    found = list_shortlist(material)
    if not found:
        return None
    shown = found[:SHORTLIST_SHOWN]
    left = len(found) - len(shown)
    return ShownTable(
        id="table-shortlist",
        caption="Shortlist: candidate pairs to look at first",
        stub="Cargo protein – receptor",
        columns=(
            Column("Cell types"),
            Column("Side of the barrier"),
            Column("Knowledge tier", align="right"),
            Column("Log-odds", align="right"),
            Column("Posterior", align="right"),
            Column("Rank aggregation", align="right"),
            Column("Read first"),
        ),
        rows=[
            ("", _name_pair(row, position), _describe(row, material))
            for position, row in enumerate(shown, start=1)
        ],
        notes=[
            HYPOTHESIS,
            _WHAT_SCORES_ARE,
            *([f"{left} more pairs are in the shortlist of the results."] if left > 0 else []),
        ],
        origins=list_screen_origins(material),
    )


def _name_pair(row: dict[str, Any], position: int) -> Markup:
    rank = "" if row.get("rank") is None else f"{row['rank']}. "
    return Markup('{}<a href="#dossier-{}">{} – {}</a>').format(
        rank, position, row["ligand"], row["receptor"]
    )


def _describe(row: dict[str, Any], material: Material) -> tuple[str | Markup, ...]:
    warnings = ("opinions disagree" if row.get("disagreement") else "", row.get("note") or "")
    warning = "; ".join(filter(None, warnings))
    return (
        ", ".join(row["cells"]),
        str(row.get("barrier") or "unresolved"),
        "–" if row.get("tier") is None else str(row["tier"]),
        _stack(say_log_odds(row, material.settings)),
        say_posterior(row),
        say_second_opinion(row),
        warning or Markup('<span class="none">–</span>'),
    )


def _stack(text: str) -> Markup:
    """Put the interval under its value, unbroken."""
    value, _, interval = text.partition(" (")
    limits = Markup('<br><span class="ci">{}</span>').format(interval.rstrip(")"))
    return escape(value) + (limits if interval else "")
