"""The section of adjusted contrasts: estimators side by side, then what the weights rest on."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.report.figures.adjustment.forest import draw_forest
from tubulus.report.figures.adjustment.love_plot import draw_love_plot, group_pairs
from tubulus.report.figures.adjustment.overlap import draw_overlap
from tubulus.report.figures.figure import Figure
from tubulus.report.material import Material
from tubulus.report.sections.section import Block, Section, make_section
from tubulus.report.tables.adjustment.balance import make_balance_table, make_weights_table
from tubulus.report.tables.adjustment.contrasts import list_adjusted_contrasts, name_adjustment
from tubulus.report.tables.frame import ShownTable
from tubulus.report.tables.tall import make_tall_table

__all__ = ["make_adjusted_section"]


def make_adjusted_section(material: Material) -> Section | None:
    """Make the section; None where the plan adjusts nothing."""
    return make_section(material, "adjusted", _list_blocks(material))


def _list_blocks(material: Material) -> Iterator[Figure | ShownTable | Block | None]:
    yield _say_for_whom(material)
    yield draw_forest(material)
    yield _fold_contrasts(material)
    yield draw_love_plot(material)
    balance = group_pairs(material, "balance")
    for position, (name, rows) in enumerate(balance.items(), start=1):
        yield Block("folded", make_balance_table(name, rows, position))
    yield draw_overlap(material)
    weights = group_pairs(material, "overlap")
    if weights:
        yield make_weights_table(material, weights)


def _say_for_whom(material: Material) -> Block | None:
    """Say of each way to adjust for whom its contrast holds."""
    said: dict[str, dict[str, None]] = {}
    for one in list_adjusted_contrasts(material):
        for shown in one.adjusted:
            words = shown.row.note.partition("; ")[0]
            if words:
                said.setdefault(words, {})[name_adjustment(shown.row.statistic)] = None
    if not said:
        return None
    points = [f"{', '.join(names)}: {words}" for words, names in said.items()]
    return Block("points", {"title": "For whom each contrast holds", "points": points})


def _fold_contrasts(material: Material) -> Block | None:
    shown = [
        s
        for one in list_adjusted_contrasts(material)
        for s in (*one.planned, *one.adjusted, *one.bootstrapped)
    ]
    if not shown:
        return None
    caption = "Every adjusted contrast, with bootstrap limits"
    return Block("folded", make_tall_table(material, shown, id="table-adjusted", caption=caption))
