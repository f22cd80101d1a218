"""Scores of other programs that were read, beside this program's own."""

from __future__ import annotations

from typing import Any

from tubulus.report.material import Material
from tubulus.report.tables.docking.pairs import list_docking_origins, name_pair, write_number
from tubulus.report.tables.frame import Column, ShownTable

__all__ = ["make_external_table"]

_LISTED = 200


def make_external_table(material: Material) -> ShownTable | None:
    """List the scores of the best model of each program, up to 200 rows."""
    rows = [row for row in material.get_rows("external_scores") if row.get("rank") in {None, 1}]
    if not rows:
        return None
    left = len(rows) - _LISTED
    return ShownTable(
        id="table-external",
        caption="Predictions of other programs",
        stub="Score",
        columns=(
            Column("Program"),
            Column("Value", align="right"),
            Column("Direction"),
            Column("State"),
            Column("File"),
        ),
        rows=[(name_pair(row), row["score"], _describe(row)) for row in rows[:_LISTED]],
        notes=(
            (
                "Best model of each program. These values are as the program gave them; they were "
                "not set against decoy partners unless the notes above say so."
            ),
            *([f"{left} more rows are in the results."] if left > 0 else []),
        ),
        origins=list_docking_origins(material),
    )


def _describe(row: dict[str, Any]) -> tuple[str, ...]:
    version = f" {row['version']}" if row.get("version") else ""
    unit = f" {row['unit']}" if row.get("unit") else ""
    value = write_number(row.get("value"))
    state = (row.get("state") or "unknown").replace("_", " ")
    better = row.get("higher_is_better")
    return (
        f"{row['engine']}{version}",
        value if value == "–" else value + unit,
        "–" if better is None else "higher is better" if better else "lower is better",
        f"{state}: {row['reason']}" if row.get("reason") else state,
        row.get("source") or "–",
    )
