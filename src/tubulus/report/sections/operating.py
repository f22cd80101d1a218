"""The section of operating characteristics: what the plan does in trials that were simulated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tubulus.report.figures.figure import Figure
from tubulus.report.figures.operating import draw_operating
from tubulus.report.material import Material
from tubulus.report.sections.section import Block, Section, make_section
from tubulus.report.tables.frame import ShownTable
from tubulus.report.tables.operating import (
    make_estimator_table,
    make_gate_table,
    make_left_out_table,
    make_rule_table,
    name_estimator_row,
    spread_measures,
)

__all__ = ["make_operating_section"]

_STALE = (
    "Trials were simulated for another plan or other assumptions than the study has now; they are "
    "not shown. Run tubulus design simulate again."
)


def make_operating_section(material: Material) -> Section | None:
    """Make the section; None where no trials were simulated."""
    if material.results.manifest.get("design_is_stale"):
        return make_section(material, "operating", [Block("notice", _STALE)])
    return make_section(material, "operating", _list_contents(material))


def _list_contents(material: Material) -> Iterator[Figure | ShownTable | Block | None]:
    rows = material.get_rows("operating")
    if not rows:
        return
    yield Block("lead", _describe(material))
    entries = spread_measures([row for row in rows if row["part"] == "estimator"])
    planned = [e for e in entries if e["planned"]]
    contrasts = [e for e in planned if e["comparator"]]
    several = len({(e["arm"], e["comparator"]) for e in contrasts}) > 1
    names = [name_estimator_row(material, e, several=several) for e in contrasts]
    yield draw_operating(material, contrasts, names)
    yield make_gate_table(rows)
    yield make_rule_table(rows)
    yield make_left_out_table(material)
    table = make_estimator_table(
        material, planned, name="planned", caption="Planned estimators in simulated trials"
    )
    yield _fold(table)
    others = [e for e in entries if not e["planned"]]
    yield _fold(
        make_estimator_table(
            material, others, name="beside", caption="Estimators beside the planned ones"
        )
    )


def _fold(table: ShownTable | None) -> Block | None:
    return None if table is None else Block("folded", table)


def _describe(material: Material) -> str:
    design = material.results.manifest.get("design")
    if not isinstance(design, Mapping):
        return "From simulated trials; no participant's data were used."
    sizes = " + ".join(str(n) for n in design.get("arms", {}).values())
    scenarios = len(design.get("scenarios", []))
    return (
        f"{design.get('trials')} simulated trials of {sizes} participants in each of {scenarios} "
        "scenarios, analysed by this plan. No participant's data were used. What comes out holds "
        "under the assumptions of [design] in study.toml, each with its source, and no further: "
        "a scenario that nobody thought of is not among them."
    )
