"""One sheet a pair: the view of its best pose, how plausible it is, and which residues touch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from tubulus.report.figures.docking.profile import ProfileStrip, draw_profiles, find_top
from tubulus.report.material import Material
from tubulus.report.tables.docking.pairs import list_pairs, write_number
from tubulus.report.tables.docking.plausibility import (
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
    return tuple(
        PairSheet(
            id=f"docked-{number}",
            pair=pair,
            sentence=pairs[pair].get("sentence") or "",
            facts=tuple(_list_facts(pairs[pair], _first(poses.get(pair)), files[pair])),
            view=view,
            contacts=_list_contacts(pair, touching.get(pair, [])),
            strips=draw_profiles(
                profile.get(pair, []), touching.get(pair, []), dict(zip(_SIDES, pair, strict=True))
            ),
            full_bar=f"{100 * find_top(profile.get(pair, [])):.0f}\N{NO-BREAK SPACE}%",
            reason=(_first(poses.get(pair)) or {}).get("reason") or "",
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


def _list_facts(pair: Row, pose: Row | None, file: Row) -> list[tuple[str, str | Markup]]:
    facts: list[tuple[str, str | Markup]] = [
        ("Highest score of the search", write_number(pair.get("score"))),
        ("Clusters of poses", write_number(pair.get("n_clusters"))),
    ]
    if pose is not None:
        clashes, area = pose.get("clashes"), pose.get("buried_area")
        side = pose.get("membrane_side") or "unknown"
        affinity = write_affinity(pose)
        facts += [
            ("Clashes", "–" if clashes is None else f"{clashes} pairs of atoms within 3 Å"),
            ("Buried area", "–" if area is None else f"{area:.0f} Å²"),
            ("Side of the membrane", SIDE_WORDS.get(side, side)),
            (
                "Affinity",
                f"{affinity} kcal/mol (published parameters; not for ranking decoys)"
                if affinity
                else "not known",
            ),
        ]
    digest = Markup('<br><code class="digest">{}</code>').format(file["sha256"])
    return [*facts, ("File of the pose, SHA-256", render_file_link(file["file"]) + digest)]


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
