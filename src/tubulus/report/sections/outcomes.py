"""What happened: harms, responders, hormones, sperm, sensitivity, and before/after last."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from tubulus.report.figures.effects import draw_differences, draw_ratios, draw_shares
from tubulus.report.figures.regression import draw_regression
from tubulus.report.figures.superiority import draw_superiority
from tubulus.report.figures.trajectories import draw_trajectories
from tubulus.report.material import Material, ShownEstimate
from tubulus.report.sections.adjustment.adjusted import make_adjusted_section
from tubulus.report.sections.adjustment.confounding import make_confounding_section
from tubulus.report.sections.care import (
    make_event_blocks,
    make_pregnancy_section,
    make_surgery_section,
)
from tubulus.report.sections.concentration import make_concentration_section
from tubulus.report.sections.designs import make_monitoring_section
from tubulus.report.sections.missing import make_missing_section
from tubulus.report.sections.planned.multiverse import make_multiverse_section
from tubulus.report.sections.planned.subgroups import make_subgroup_section
from tubulus.report.sections.planned.tests import make_testing_section
from tubulus.report.sections.ranks import describe_pairs, find_ranked, list_rank_tables
from tubulus.report.sections.section import Block, Section, make_section
from tubulus.report.tables.adjustment.beside import make_beside_table
from tubulus.report.tables.clinical import list_clinical
from tubulus.report.tables.frame import ShownTable
from tubulus.report.tables.grid import make_grid
from tubulus.report.tables.responses import make_response_table
from tubulus.report.tables.tall import make_tall_table
from tubulus.report.vocabulary import SECTION_WORDS

__all__ = ["OUTCOME_SECTIONS", "make_further_section"]


_WIDEST = 6
"""Columns that fit a page of A4."""


def _make_table(
    material: Material, section: str, caption: str, *, tall: bool = False
) -> ShownTable | None:
    return _arrange(material, material.select(section), f"table-{section}", caption, tall=tall)


def _arrange(
    material: Material, estimates: Sequence[ShownEstimate], name: str, caption: str, *, tall: bool
) -> ShownTable | None:
    if not estimates:
        return None
    columns = {(s.row.statistic, s.row.visit, s.row.arm, s.row.comparator) for s in estimates}
    make = make_tall_table if tall or len(columns) > _WIDEST else make_grid
    return make(material, estimates, id=name, caption=caption)


_TWO_LIMITS = (
    "The limits beside a share are two-sided. The one-sided upper limit spends all of the error on "
    "the side of a higher share and is therefore lower."
)


def _make_safety(material: Material) -> Section | None:
    table = _make_table(material, "safety", "Participants with each harm")
    if table is not None and material.select("safety", "upper limit"):
        table = replace(table, notes=[*table.notes, _TWO_LIMITS])
    figure = draw_shares(
        material,
        "safety",
        "Share of participants with each harm",
        "Bars are exact intervals: where nobody had the harm, the bar still ends where the "
        "data stop excluding it.",
    )
    blocks = make_event_blocks(material)
    return make_section(material, "safety", [table, figure, *blocks])


def _leave_out_limits(
    estimates: Sequence[ShownEstimate], shown: Sequence[str] = ()
) -> list[ShownEstimate]:
    """Leave out one-sided limits, which say how rare a harm can be and nothing of a response."""
    return [s for s in estimates if s.row.statistic not in (*shown, "upper limit")]


# what answers the question of the section; everything else stands below the figure
_MAIN = ("share", "risk difference", "risk difference, stratified", "p")


def _make_responders(material: Material) -> Section | None:
    figure = draw_shares(
        material,
        "responders",
        "Share of responders by arm and subgroup",
        "Each subgroup has its own denominator in each arm.",
    )
    main = material.select("responders", *_MAIN)
    others = _leave_out_limits(material.select("responders"), _MAIN)
    tables = list(
        _list_blocks(material, main, "table-responders", "Responders by arm and subgroup")
    )
    more = "More about the responders"
    further = _arrange(material, others, "table-responders-further", more, tall=True)
    beside = make_beside_table(material, "responders")
    men = make_response_table(material)
    contents = [_define(material), *tables, beside, men, figure, further]
    return make_section(material, "responders", contents if tables or figure else [])


def _list_blocks(
    material: Material, estimates: Sequence[ShownEstimate], name: str, caption: str
) -> Iterator[ShownTable]:
    """Yield one table; one an estimand where some share their endpoint."""
    groups: dict[str, list[ShownEstimate]] = {}
    shared = any(shown.row.label != shown.outcome for shown in estimates)
    for shown in estimates:
        groups.setdefault(shown.row.label if shared else "", []).append(shown)
    for position, (label, own) in enumerate(groups.items(), start=1):
        said = f"{label}: {caption[:1].lower()}{caption[1:]}" if label else caption
        own_name = name if position == 1 else f"{name}-{position}"
        table = _arrange(material, own, own_name, said, tall=False)
        if table is not None:
            yield table


def _define(material: Material) -> Block | None:
    """Say in words who counts as a responder."""
    said = [f"{one.label}: {one.row['note']}" for one in list_clinical(material, "definitions")]
    return Block("points", {"title": "Who counts as a responder", "points": said}) if said else None


def _make_hormones(material: Material) -> Section | None:
    figure = draw_ratios(
        material,
        "hormones",
        "Ratios at follow-up",
        "A ratio of 1 (dashed) means no difference between the arms. Ratios mix the effect of "
        "the treatments with whatever else differs between arms that were not randomised.",
    )
    differences = draw_differences(
        material,
        "hormones",
        "Differences at follow-up",
        "A difference of 0 (dashed) means no difference between the arms. Differences mix the "
        "effect of the treatments with whatever else differs between arms that were not "
        "randomised.",
    )
    ranked = find_ranked(material, "hormones")
    means = [s for s in material.select("hormones") if s.row.estimand not in ranked]
    caption = "Hormones and other values at follow-up, arm against comparator"
    table = _arrange(material, means, "table-hormones", caption, tall=False)
    beside = make_beside_table(material, "hormones")
    ranks = [
        describe_pairs(material, "hormones"),
        draw_superiority(material, "hormones"),
        *list_rank_tables(material, "hormones"),
    ]
    return make_section(material, "hormones", [figure, differences, table, beside, *ranks])


def _make_sensitivity(material: Material) -> Section | None:
    estimates = [_name_worst(s) for s in _leave_out_limits(material.select("sensitivity"))]
    caption = "Results under other assumptions"
    table = _arrange(material, estimates, "table-sensitivity", caption, tall=True)
    return make_section(material, "sensitivity", [table])


_WORST = ", worst case"


def _name_worst(shown: ShownEstimate) -> ShownEstimate:
    """Say whose worst case it is: beside a harm stands another, of each arm by itself."""
    row = shown.row
    if not row.label.endswith(_WORST):
        return shown
    return replace(shown, row=replace(row, label=f"{row.label} for the first arm"))


def _make_regression(material: Material) -> Section | None:
    table = _make_table(material, "regression-to-the-mean", "Observed and expected change")
    return make_section(material, "regression-to-the-mean", [draw_regression(material), table])


def _make_description(material: Material) -> Section | None:
    table = _make_table(material, "description", "Before and after, by arm", tall=True)
    figure = draw_trajectories(material) if material.settings.individual_data else None
    return make_section(material, "description", [table, figure])


OUTCOME_SECTIONS: tuple[tuple[str, Callable[[Material], Section | None]], ...] = (
    # harms come first: a phase 1 study asks about them before anything else
    ("safety", _make_safety),
    ("monitoring", make_monitoring_section),
    ("responders", _make_responders),
    ("concentration", make_concentration_section),
    ("hormones", _make_hormones),
    ("surgery", make_surgery_section),
    ("pregnancy", make_pregnancy_section),
    ("missing", make_missing_section),
    ("adjusted", make_adjusted_section),
    ("confounding", make_confounding_section),
    ("testing", make_testing_section),
    ("subgroups", make_subgroup_section),
    ("sensitivity", _make_sensitivity),
    ("multiverse", make_multiverse_section),
    ("regression-to-the-mean", _make_regression),
    # a change within one arm is the weakest evidence of all: after everything else
    ("description", _make_description),
)
"""Sections of outcomes in the order in which they are read."""


def make_further_section(material: Material) -> Section | None:
    """Make a section for estimates of sections that this version does not know."""
    known = {name for name, _ in OUTCOME_SECTIONS} | {"baseline"}
    others = dict.fromkeys(s.row.section for s in material.estimates if s.row.section not in known)
    tables = [
        make_tall_table(
            material,
            material.select(name),
            id=f"table-further-{position}",
            caption=SECTION_WORDS[name].title if name in SECTION_WORDS else name.capitalize(),
        )
        for position, name in enumerate(others, start=1)
    ]
    return make_section(material, "further", tables)
