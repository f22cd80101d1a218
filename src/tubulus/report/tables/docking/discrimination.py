"""How well scores told known partners from others, one row a score that was measured."""

from __future__ import annotations

from typing import Any

from tubulus.report.material import Material
from tubulus.report.tables.docking.pairs import list_docking_origins
from tubulus.report.tables.frame import Column, ShownTable

__all__ = ["make_discrimination_table", "write_area"]


def make_discrimination_table(material: Material) -> ShownTable | None:
    """List the areas under the curve; None where at most one was measured and stands above."""
    rows = material.get_rows("discrimination")
    if len(rows) < 2:
        return None
    return ShownTable(
        id="table-discrimination",
        caption="How well scores told known partners from others",
        stub="Score",
        columns=(
            Column("Area under the curve (95 % interval)", align="right"),
            Column("Known partner pairs", align="right"),
            Column("Other pairs", align="right"),
            Column("Measured on"),
        ),
        rows=[
            (
                "",
                row["label"],
                (
                    write_area(row) or row.get("reason") or "not measured",
                    _count(row.get("n_partners")),
                    _count(row.get("n_non_partners")),
                    row.get("source") or "not recorded",
                ),
            )
            for row in rows
        ],
        notes=("0.50 is what chance gives, 1 is perfect.",),
        origins=list_docking_origins(material),
    )


def write_area(row: dict[str, Any]) -> str:
    """Write an area with its interval; empty where there is none."""
    if row.get("auc") is None:
        return ""
    if row.get("low") is None or row.get("high") is None:
        return f"{row['auc']:.2f} (no interval)"
    return f"{row['auc']:.2f} ({row['low']:.2f} to {row['high']:.2f})"


def _count(value: int | None) -> str:
    return "–" if value is None else str(value)
