"""Which decoy partners each asked pair was compared with, by name."""

from __future__ import annotations

from tubulus.report.material import Material
from tubulus.report.tables.docking.pairs import list_docking_origins, list_pairs, name_pair
from tubulus.report.tables.frame import Column, ShownTable

__all__ = ["make_compared_table"]

_PAIRS_LISTED = 100


def make_compared_table(material: Material) -> ShownTable | None:
    """List the decoy partners of each asked pair, the pairs in the order of the first table."""
    names: dict[tuple[str, str], dict[str, list[str]]] = {}
    for row in material.get_rows("decoy_partners"):
        sides = names.setdefault((row["fixed"], row["mobile"]), {})
        sides.setdefault(row["side"], []).append(row["decoy"])
    pairs = [row for row in list_pairs(material) if (row["fixed"], row["mobile"]) in names]
    if not pairs:
        return None
    left = len(pairs) - _PAIRS_LISTED
    # a decoy that stands on the mobile side was docked with the fixed partner of the pair
    partners = (("mobile", "fixed"), ("fixed", "mobile"))
    rows = [
        (name_pair(pair), f"with {pair[partner]}", (str(len(listed)), ", ".join(listed)))
        for pair in pairs[:_PAIRS_LISTED]
        for side, partner in partners
        if (listed := sorted(names[pair["fixed"], pair["mobile"]].get(side, [])))
    ]
    return ShownTable(
        id="table-compared",
        caption="Decoy partners that each pair was compared with",
        stub="Docked",
        columns=(Column("Number", align="right"), Column("Decoy partners")),
        rows=rows,
        notes=(
            (
                "Decoy partners are not proven strangers. Not all that were docked need stand "
                "here: those nearest in size and exposed area are taken, and relatives of the "
                "pair are left out."
            ),
            *([f"{left} more pairs are in the results."] if left > 0 else []),
        ),
        origins=list_docking_origins(material),
    )
