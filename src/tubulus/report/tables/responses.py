"""Who the responders are: what was seen in them, and whether their records stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tubulus.report.material import Material
from tubulus.report.open_findings import count_among, list_grave_participants
from tubulus.report.tables.frame import Column, ShownTable

__all__ = ["make_response_table"]

_ELIGIBILITY = "eligibility"


def make_response_table(material: Material) -> ShownTable | None:
    """Arrange the responders by what was seen, with open findings; None where none are listed.

    Counts of rows of two tables of the results, joined by participant.
    """
    rows = material.get_rows("responses")
    if not rows:
        return None
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault((str(row["estimand"]), str(row["arm"])), []).append(row)
    labels = {str(row["estimand"]): str(row["label"]) for row in rows}
    several = len(labels) > 1
    checked = material.results.get_table("findings") is not None
    arms = material.order_arms(arm for _, arm in groups)
    ordered = sorted(
        groups.items(), key=lambda g: (list(labels).index(g[0][0]), arms.index(g[0][1]))
    )
    columns = [Column("Counted"), Column("Single sperm only, not quantifiable"), Column("Not told")]
    if checked:
        columns += [
            Column("Responders with an open error"),
            Column("Men in the analysis with an open eligibility error"),
        ]
    found = (
        (
            labels[estimand] if several else "",
            material.name_arm(arm),
            tuple(_count(material, own, checked=checked)),
        )
        for (estimand, arm), own in ordered
    )
    return ShownTable(
        id="table-responses",
        caption="The responders: what was seen in them, and whether their records stand",
        stub="",
        columns=tuple(columns),
        # estimands of one endpoint with other comparators count the same men once more
        rows=[(label, arm, list(cells)) for label, arm, cells in dict.fromkeys(found)],
        notes=["An open error is a finding of severity error or stop; see section “Data checks”."]
        if checked
        else [],
        origins=[("", "", "Counted", "", material.find_provenance("analysis"))],
    )


def _count(material: Material, rows: Sequence[Mapping[str, Any]], *, checked: bool) -> list[str]:
    responders = [row for row in rows if row["counted"]]
    seen = [str(row["seen"] or "") for row in responders]
    known = sum(kind in {"counted", "single"} for kind in seen)
    of = len(responders)
    cells = [
        f"{seen.count('counted')} of {of}",
        f"{seen.count('single')} of {of}",
        f"{of - known} of {of}",
    ]
    if not checked:
        return cells
    included = [row for row in rows if row["counted"] is not None]
    open_ones = count_among(responders, list_grave_participants(material))
    ineligible = count_among(included, list_grave_participants(material, _ELIGIBILITY))
    return [
        *cells,
        _name(material, open_ones, of),
        _name(material, ineligible, len(included)),
    ]


def _name(material: Material, found: Sequence[str], of: int) -> str:
    names = f" ({', '.join(found)})" if found and material.settings.individual_data else ""
    return f"{len(found)} of {of}{names}"
