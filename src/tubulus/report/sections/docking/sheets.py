"""One sheet a pair: the view of its best pose, how plausible it is, and which residues touch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from tubulus.report.figures.docking.profile import ProfileStrip, draw_profiles, find_top
from tubulus.report.material import Material
from tubulus.report.sections.docking.verdict import has_evidence, is_notable
from tubulus.report.tables.docking.pairs import list_pairs, write_number
from tubulus.report.tables.docking.plausibility import (
    CLASH_YARDSTICK,
    SIDE_WORDS,
    list_plausibility,
    write_affinity,
)
from tubulus.report.tables.docking.pose_files import render_file_link
from tubulus.report.viewer.views import PoseView, list_views

__all__ = ["ContactList", "PairSheet", "list_sheets"]

Row = dict[str, Any]
Pair = tuple[str, str]

_CONTACTS_LISTED = 24


@dataclass(frozen=True, slots=True)
class ContactList:
    """Residues of one partner that touch the other, those with most contacts first."""

    side: str
    partner: str
    count: int
    residues: str


@dataclass(frozen=True, slots=True)
class PairSheet:
    """What is known of the best pose of a pair."""

    id: str
    pair: Pair
    sentence: str
    facts: tuple[tuple[str, str | Markup], ...]
    view: PoseView | None
    contacts: tuple[ContactList, ...]
    strips: tuple[ProfileStrip, ...]
    full_bar: str
    reason: str
    glycans: str = ""


def list_sheets(material: Material) -> tuple[PairSheet, ...]:
    """Make the sheets of the pairs whose pose is in the page, in the order of the table.

    Pairs without a file that can be drawn have none; the table of pose files lists all.
    """
    pairs = {(row["fixed"], row["mobile"]): row for row in list_pairs(material)}
    views = list_views(material, pairs)
    poses = list_plausibility(material)
    files = {(row["fixed"], row["mobile"]): row for row in material.get_rows("pose_files")}
    profile = _group(material.get_rows("interface_profile"))
    touching = _group(material.get_rows("interface_residues"))
    origins = _list_origins(material)
    stands_out = {p for p, row in pairs.items() if has_evidence(material) and is_notable(row)}
    return tuple(
        PairSheet(
            id=f"docked-{number}",
            pair=pair,
            sentence=pairs[pair].get("sentence") or "",
            facts=(
                *_list_facts(pairs[pair], _first(poses.get(pair)), notable=pair in stands_out),
                *_tell_origins(pair, origins),
                _name_file(files[pair]),
            ),
            view=view,
            contacts=_list_contacts(pair, touching.get(pair, [])),
            strips=draw_profiles(
                profile.get(pair, []), touching.get(pair, []), dict(zip(_SIDES, pair, strict=True))
            ),
            full_bar=f"{100 * find_top(profile.get(pair, [])):.0f}\N{NO-BREAK SPACE}%",
            reason=(_first(poses.get(pair)) or {}).get("reason") or "",
            glycans=_list_glycans(pair, touching.get(pair, [])),
        )
        for number, (pair, view) in enumerate(views.items(), start=1)
    )


_SIDES = ("fixed", "mobile")


def _first(rows: Sequence[Row] | None) -> Row | None:
    return rows[0] if rows else None


def _group(rows: Sequence[Row]) -> Mapping[Pair, list[Row]]:
    grouped: dict[Pair, list[Row]] = {}
    for row in rows:
        grouped.setdefault((row["fixed"], row["mobile"]), []).append(row)
    return grouped


def _list_facts(pair: Row, pose: Row | None, *, notable: bool) -> list[tuple[str, str | Markup]]:
    facts: list[tuple[str, str | Markup]] = [
        ("Raw score of this pose", write_number(pair.get("score"))),
        ("Clusters of poses", write_number(pair.get("n_clusters"))),
    ]
    if pose is not None:
        clashes, area = pose.get("clashes"), pose.get("buried_area")
        side = pose.get("membrane_side") or "unknown"
        facts += [
            (
                "Close pairs of atoms",
                "–" if clashes is None else f"{clashes} within 3 Å ({CLASH_YARDSTICK})",
            ),
            ("Buried area", "–" if area is None else f"{area:.0f} Å²"),
            ("Side of the membrane", SIDE_WORDS.get(side, side)),
            ("Affinity", _tell_affinity(write_affinity(pose), notable=notable)),
        ]
    return facts


def _tell_affinity(affinity: str, *, notable: bool) -> str:
    """Give the affinity of a pose only where something speaks for its pair, and its limit."""
    if not affinity:
        return "not known"
    if not notable:
        return (
            "not shown, for nothing here speaks for this pair; the formula gives every pose a "
            "value (folded table of poses)"
        )
    return f"{affinity} kcal/mol of this pose; means nothing unless the pose is right"


def _list_origins(material: Material) -> Mapping[Pair, str]:
    """List by side and name what is told of where a partner comes from."""
    return {
        (row["side"], row["partner"]): row["message"]
        for row in material.get_rows("preparation")
        if row.get("kind") in ("origin", "predicted") and row.get("message")
    }


def _tell_origins(pair: Pair, origins: Mapping[Pair, str]) -> list[tuple[str, str | Markup]]:
    told = ((name, origins.get((side, name))) for side, name in zip(_SIDES, pair, strict=True))
    return [(f"Where {name} comes from", text) for name, text in told if text]


def _name_file(file: Row) -> tuple[str, str | Markup]:
    digest = Markup('<br><code class="digest">{}</code>').format(file["sha256"])
    return "File of the pose, SHA-256", render_file_link(file["file"]) + digest


_GLYCAN_WORDS = {"glycan": "a glycan in the file", "sequon": "may carry one (N-X-S/T)"}


def _list_glycans(pair: Pair, touching: Sequence[Row]) -> str:
    """List the glycan sites among the residues in contact; empty where there are none."""
    names = dict(zip(_SIDES, pair, strict=True))
    return ", ".join(
        f"{row['residue']} of {names[row['side']]}, {_GLYCAN_WORDS[row['glycan_site']]}"
        for row in touching
        if row.get("glycan_site") in _GLYCAN_WORDS
    )


def _list_contacts(pair: Pair, touching: Sequence[Row]) -> tuple[ContactList, ...]:
    lists = []
    for side, partner in zip(_SIDES, pair, strict=True):
        own = sorted(
            (row for row in touching if row["side"] == side), key=lambda r: -(r["n_contacts"] or 0)
        )
        named = ", ".join(
            f"{row['residue']}\N{NO-BREAK SPACE}{row['n_contacts']}"
            for row in own[:_CONTACTS_LISTED]
        )
        left = len(own) - _CONTACTS_LISTED
        more = f" and {left} more in the results" if left > 0 else ""
        lists.append(ContactList(side, partner, len(own), named + more))
    return tuple(lists) if touching else ()
