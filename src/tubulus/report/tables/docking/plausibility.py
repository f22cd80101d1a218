"""What speaks for and against each kept pose as a shape: clashes, buried area, side, affinity."""

from __future__ import annotations

from typing import Any

from tubulus.report.material import Material
from tubulus.report.numbers import format_number
from tubulus.report.tables.docking.pairs import list_docking_origins, list_pairs, name_pair
from tubulus.report.tables.frame import Column, ShownTable

__all__ = [
    "AFFINITY_CAVEAT",
    "CLASH_YARDSTICK",
    "list_plausibility",
    "make_plausibility_table",
    "write_affinity",
]

Row = dict[str, Any]

AFFINITY_CAVEAT = (
    "Affinity: of this pose, and it means nothing unless the pose is right. The contact formula "
    "has published parameters and was made for complexes whose structure is known; it gives every "
    "pose a value, ranks no decoys and does not say that the partners meet."
)
# tests/golden/dock/test_close_pairs.py measures it again
CLASH_YARDSTICK = "1 to 16 in 40 measured complexes, in half of them 7 or fewer"
_CLASHES = (
    "Close pairs: heavy atoms of both partners within 3 Å of each other. Hydrogen bonds are among "
    f"them: {CLASH_YARDSTICK} (bound forms of the development cases of Docking Benchmark 5, "
    "measured by this project). Many more mean that the rigid partners overlap."
)
_PAIRS_LISTED = 25
SIDE_WORDS = {
    "right": "as the membrane allows",
    "wrong": "on the membrane's side: not possible on a cell",
    "unknown": "not known",
}


def list_plausibility(material: Material) -> dict[tuple[str, str], list[Row]]:
    """Group the assessed poses by pair, best pose first."""
    grouped: dict[tuple[str, str], list[Row]] = {}
    for row in sorted(material.get_rows("pose_assessment"), key=lambda r: r["pose"]):
        grouped.setdefault((row["fixed"], row["mobile"]), []).append(row)
    return grouped


def make_plausibility_table(material: Material) -> ShownTable | None:
    """List every kept pose of the asked pairs, the pairs in the order of the first table."""
    found = list_plausibility(material)
    pairs = [row for row in list_pairs(material) if (row["fixed"], row["mobile"]) in found]
    left = len(pairs) - _PAIRS_LISTED
    rows = [
        (name_pair(pair), f"Pose {pose['pose']}", _describe(pose))
        for pair in pairs[:_PAIRS_LISTED]
        for pose in found[pair["fixed"], pair["mobile"]]
    ]
    if not rows:
        return None
    return ShownTable(
        id="table-poses",
        caption="Plausibility of every kept pose",
        stub="Pose",
        columns=(
            Column("Close pairs of atoms", align="right"),
            Column("Buried area, Å²", align="right"),
            Column("Side of the membrane"),
            Column("Affinity of the pose, kcal/mol", align="right"),
            Column("What is not known, and why"),
        ),
        rows=rows,
        notes=[
            AFFINITY_CAVEAT,
            _CLASHES,
            "A plausible pose need not be a true one.",
            *([f"The poses of {left} more pairs are in the results."] if left > 0 else []),
        ],
        origins=list_docking_origins(material),
    )


def _describe(pose: Row) -> tuple[str, ...]:
    return (
        _whole(pose.get("clashes")),
        _whole(pose.get("buried_area")),
        SIDE_WORDS.get(pose.get("membrane_side") or "unknown", str(pose.get("membrane_side"))),
        write_affinity(pose) or "–",
        pose.get("reason") or "",
    )


def write_affinity(pose: Row) -> str:
    """Write the affinity of a pose; empty where there is none."""
    value = pose.get("affinity_kcal_mol")
    return "" if value is None else format_number(value, 3)


def _whole(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}")
