"""Tables of what was fixed beforehand: boundaries, what they do, and power."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tubulus.report.material import Material
from tubulus.report.tables.frame import Column, ShownTable

__all__ = ["make_boundary_table", "make_characteristics_table", "make_power_table"]

Rows = Sequence[Mapping[str, Any]]

_STATES = {
    "not reached": "not reached",
    "cannot stop here": "cannot stop here",
    "stop": "at or above the boundary",
    "go on": "below the boundary",
}


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def _number(value: int | None) -> str:
    return "–" if value is None else str(value)


def make_boundary_table(material: Material, rows: Rows, position: int) -> ShownTable:
    """Make the table of the looks of one rule."""
    first = rows[0]
    notes = list(dict.fromkeys(row["note"] for row in rows if row["note"]))
    missing = sum(row["not_followed"] or 0 for row in rows[-1:])
    if missing:
        notes.append(f"{missing} of them were not followed to the end and count as without it.")
    return ShownTable(
        id=f"table-boundary-{position}",
        caption=f"{first['label']}: boundary and what was counted",
        stub="Look",
        columns=(
            Column("Participants", align="right"),
            Column("Stops at", align="right"),
            Column("Counted", align="right"),
            Column("State"),
        ),
        rows=[
            (
                "",
                str(row["look"]),
                (
                    _number(row["n"]),
                    _number(row["stop_at"]),
                    _number(row["observed_events"]),
                    _STATES.get(row["state"], str(row["state"])),
                ),
            )
            for row in rows
        ],
        notes=notes,
        origins=[(first["estimand"], "", first["method"], "", first["provenance"])],
    )


def make_characteristics_table(rows: Rows, looks: Sequence[int], position: int) -> ShownTable:
    """Make the table of the exact probabilities to stop at each true share."""
    first = rows[0]
    columns = [Column("To stop at all", align="right")]
    columns += [Column(f"after {n}", "To stop", align="right") for n in looks]
    columns += [Column("Expected participants", align="right")]
    return ShownTable(
        id=f"table-characteristics-{position}",
        caption=f"{first['label']}: what the boundary does",
        stub="True share of harms",
        columns=tuple(columns),
        rows=[
            (
                "",
                _percent(row["share"]) + (" (acceptable)" if row["is_acceptable"] else ""),
                (
                    _percent(row["stopping"]),
                    *(_percent(p) for p in row["stopping_by_look"]),
                    f"{row['expected_n']:.1f}",
                ),
            )
            for row in rows
        ],
        notes=("Exact probabilities; outcomes are taken as known at each look.",),
        origins=[
            (
                first["estimand"],
                "",
                "operating characteristics of a stopping boundary",
                "",
                first["provenance"],
            )
        ],
    )


def make_power_table(material: Material, rows: Rows) -> ShownTable:
    """Make the table of the power at the planned numbers, and of the numbers a power takes."""
    several = len({row["comparator"] for row in rows}) > 1
    listed = []
    for row in rows:
        against = f" against {material.name_arm(row['comparator'])}" if several else ""
        needed = (
            f"{row['needed_1']} and {row['needed_0']}"
            if row["needed_1"] is not None
            else row["reason"] or "–"
        )
        planned = (
            f"{row['n_1']} and {row['n_0']}"
            if row["n_1"] is not None and row["n_0"] is not None
            else "not stated"
        )
        cells = (
            row["assumption"],
            planned,
            _percent(row["power"]),
            f"{needed} for {100 * row['target']:g} %",
            row["source"],
        )
        listed.append(("", f"{row['label']}{against}", cells))
    return ShownTable(
        id="table-power",
        caption="Power at the planned numbers",
        stub="Test",
        columns=(
            Column("Assumed"),
            Column("Planned"),
            Column("Power", align="right"),
            Column("Needed"),
            Column("Source of the assumption"),
        ),
        rows=listed,
        notes=tuple(dict.fromkeys(f"{row['label']}: {row['test']}." for row in rows)),
        origins=[
            (row["estimand"], "", row["method"], "", row["provenance"])
            for row in {(r["estimand"], r["method"]): r for r in rows}.values()
        ],
    )
