"""Sperm in the ejaculate: how many have any, how much, and who of two men has more."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.core.estimates import Estimate
from tubulus.report.figures.amounts import draw_amounts
from tubulus.report.figures.shift import draw_shift
from tubulus.report.figures.superiority import draw_superiority
from tubulus.report.figures.trajectories import AMOUNT_STATES
from tubulus.report.material import Material, ShownEstimate
from tubulus.report.sections.section import Block, Section, make_section
from tubulus.report.tables.frame import ShownTable
from tubulus.report.tables.tall import make_tall_table

__all__ = ["describe_pairs", "list_rank_tables", "make_concentration_section"]

_SECTION = "concentration"
_RANKS = frozenset({"probability of superiority", "odds ratio of a higher rank"})
_WORDS = {_SECTION: ("more sperm", "less"), "": ("the better value", "the worse")}


def make_concentration_section(material: Material) -> Section | None:
    """Make the section: amounts described, men side by side, then all men in one order."""
    people = material.settings.individual_data
    ranked = find_ranked(material, _SECTION)
    others = [s for s in material.select(_SECTION) if s.row.estimand not in ranked]
    caption = "Sperm in the ejaculate at follow-up"
    contents = [
        make_tall_table(material, others, id=f"table-{_SECTION}", caption=caption)
        if others
        else None,
        draw_amounts(material) if people else None,
        _list_few(material) if people else None,
        draw_shift(material) if people else None,
        describe_pairs(material, _SECTION),
        draw_superiority(material, _SECTION),
        *list_rank_tables(material, _SECTION),
    ]
    return make_section(material, _SECTION, contents)


def find_ranked(material: Material, section: str) -> dict[str, list[ShownEstimate]]:
    """Find the rows of each estimand of a section that rests on an order of outcomes."""
    rows = material.select(section)
    ranked = dict.fromkeys(s.row.estimand for s in rows if s.row.statistic in _RANKS)
    return {name: [s for s in rows if s.row.estimand == name] for name in ranked}


def list_rank_tables(material: Material, section: str) -> Iterator[ShownTable]:
    """Yield a table for each estimand of ranks, named as in the plan."""
    labels = {row["estimand"]: row["label"] for row in material.get_rows("estimands")}
    for name, rows in find_ranked(material, section).items():
        caption = labels.get(name) or rows[0].row.label
        yield make_tall_table(material, rows, id=f"table-{section}-{name}", caption=caption)


def describe_pairs(material: Material, section: str) -> Block | None:
    """Say in words what the pairs of two arms show."""
    points = []
    for name, rows in find_ranked(material, section).items():
        labels = {row["estimand"]: row["label"] for row in material.get_rows("estimands")}
        for shown in rows:
            row = shown.row
            if row.statistic == "probability of superiority" and not row.stratum:
                beside = {
                    s.row.statistic: s.row
                    for s in rows
                    if s.row.comparator == row.comparator and not s.row.stratum
                }
                said = _describe(material, row, beside)
                points.append(f"{labels.get(name) or row.label}: {said}")
    title = "Two men drawn at random, one of each arm"
    return Block("points", {"title": title, "points": points}) if points else None


def _describe(material: Material, row: Estimate, beside: dict[str, Estimate]) -> str:
    first, second = (f"'{material.name_arm(arm)}'" for arm in (row.arm, row.comparator))
    more, less = _WORDS.get(row.section, _WORDS[""])
    if row.value is None:
        return f"not estimable, {row.reason}."
    parts = {name: beside.get(f"share of pairs {name}") for name in ("won", "lost", "tied")}
    won, lost, tied = (
        _write_hundred(material, part.value) if part is not None else "" for part in parts.values()
    )
    text = (
        f"in {won} of 100 pairs the man of {first} has {more} than the man of {second}, in {lost} "
        f"{less}, and in {tied} neither has more. "
        if won and lost and tied
        else ""
    )
    limits = ""
    if row.low is not None and row.high is not None:
        level = f"{100 * (row.confidence or 0.0):.0f} % CI "
        low, high = (_write_hundred(material, limit) for limit in (row.low, row.high))
        limits = f" ({level}{low} to {high})"
    half = _write_hundred(material, row.value)
    return (
        f"{text}With ties counted half, {first} is ahead in {half} of 100 pairs{limits}; 50 would "
        "be no difference."
    )


def _write_hundred(material: Material, value: float | None) -> str:
    return "" if value is None else f"{100 * value:.{material.settings.share_decimals}f}"


_FEW = 5
"""Below this number values are listed: quartiles of so few say less than the values."""


def _list_few(material: Material) -> Block | None:
    """List the amounts of an arm where there are few of them."""
    found: dict[tuple[str, str], list[tuple[float, str]]] = {}
    rows = material.get_rows("observations")
    endpoints = {row["endpoint"] for row in rows if row["state"] in AMOUNT_STATES}
    for row in rows:
        amounts = row["endpoint"] in endpoints and row["visit"] != "baseline"
        if amounts and row["state"] == "present" and row["value"] is not None:
            own = found.setdefault((row["label"], row["arm"]), [])
            own.append((row["value"], row["unit"] or ""))
    points = [
        f"{label}, {material.name_arm(arm)}: "
        + ", ".join(f"{value:g}" for value, _ in sorted(values))
        + f" {values[0][1]}"
        for (label, arm), values in found.items()
        if len(values) < _FEW
    ]
    title = "Values where fewer than five were counted"
    return Block("points", {"title": title, "points": points}) if points else None
