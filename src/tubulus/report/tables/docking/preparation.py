"""What was done to each structure before it was docked, and from which file it came."""

from __future__ import annotations

from typing import Any

from tubulus.report.material import Material
from tubulus.report.tables.docking.pairs import list_docking_origins, list_pairs
from tubulus.report.tables.frame import Column, ShownTable

__all__ = ["make_preparation_table"]

_HASH_SHOWN = 12
_LISTED = 300


def make_preparation_table(material: Material) -> ShownTable | None:
    """List the notes on each partner under its name, file and the beginning of its hash."""
    asked = {(side, pair[side]) for pair in list_pairs(material) for side in ("fixed", "mobile")}
    rows = sorted(
        material.get_rows("preparation"),
        key=lambda r: ((r.get("side"), r["partner"]) not in asked, r["partner"], r.get("side")),
    )
    if not rows:
        return None
    left = len(rows) - _LISTED
    return ShownTable(
        id="table-preparation",
        caption="How each structure was prepared",
        stub="Kind",
        columns=(Column("What was found or done"),),
        rows=[
            (_name(row), str(row.get("kind") or "").replace("_", " "), (row.get("message") or "",))
            for row in rows[:_LISTED]
        ],
        notes=[
            (
                "Partners of asked pairs come first. Hashes are the first 12 digits of the SHA-256 "
                "of the file as it was read."
            ),
            *([f"{left} more notes are in the results."] if left > 0 else []),
        ],
        origins=list_docking_origins(material),
    )


def _name(row: dict[str, Any]) -> str:
    side = f", {row['side']} partner" if row.get("side") else ""
    file = f": {row['source_file']}" if row.get("source_file") else ""
    digest = f" ({row['file_hash'][:_HASH_SHOWN]})" if row.get("file_hash") else ""
    return f"{row['partner']}{side}{file}{digest}"
