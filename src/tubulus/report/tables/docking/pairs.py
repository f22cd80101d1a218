"""The asked pairs of a campaign in the order in which they are read, with all that is known."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

from tubulus.report.material import Material
from tubulus.report.numbers import format_number

__all__ = [
    "DOCKING_STEP",
    "list_docking_origins",
    "list_pairs",
    "name_pair",
    "write_breakable",
    "write_number",
    "write_percent",
]

Row = dict[str, Any]

DOCKING_STEP = "dock"
"""What the name of the step holds in its provenance record."""

_ORDER = ("calibrated", "too few decoys", "not scored", "not evaluable")


def list_pairs(material: Material) -> list[Row]:
    """List the asked pairs, calibrated ones first and the least p first.

    Each row is one of ``pair_calibration`` with what ``pair_docking`` says of the same pair:
    ``docking_state``, ``docking_reason``, ``n_poses`` and ``n_clusters``.
    """
    docked = {
        (row["fixed"], row["mobile"]): row
        for row in material.get_rows("pair_docking")
        if row.get("role") == "asked"
    }
    rows = []
    for row in material.get_rows("pair_calibration"):
        own = docked.get((row["fixed"], row["mobile"]), {})
        rows.append(
            {
                **row,
                "docking_state": own.get("state"),
                "docking_reason": own.get("reason"),
                "n_poses": own.get("n_poses"),
                "n_clusters": own.get("n_clusters"),
            }
        )
    return sorted(rows, key=_place)


def _place(row: Row) -> tuple[Any, ...]:
    state = row.get("state") or ""
    rank = row.get("evidence_rank")
    return (
        _ORDER.index(state) if state in _ORDER else len(_ORDER),
        2.0 if row.get("p") is None else row["p"],
        10**9 if rank is None else rank,
        row["fixed"],
        row["mobile"],
    )


def name_pair(row: Row) -> str:
    """Name a pair, the mobile partner last."""
    return f"{row['fixed']} – {row['mobile']}"


def list_docking_origins(material: Material) -> list[tuple[str, str, str, str, str]]:
    """Return the one origin that all numbers of docking have."""
    return [("", "", "Docking campaign", "", material.find_provenance(DOCKING_STEP))]


def write_percent(value: float | None) -> str:
    """Write a percentage; what is not all of them is never written as 100 %."""
    if value is None:
        return "–"
    shown = f"{value:.1f}"
    if shown == "100.0" and value < 100.0:
        shown = "99.9"
    return f"{shown.removesuffix('.0')}\N{NO-BREAK SPACE}%"


def write_number(value: float | None, digits: int = 3) -> str:
    """Write a number; a dash where there is none."""
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else format_number(value, digits)


def write_breakable(name: str) -> Markup:
    """Write a long name of a file or model so that a line may end behind its marks."""
    return Markup("<wbr>").join(re.split(r"(?<=[_/.-])", name))
