"""Who of two men stands higher: in words, and in a table for each estimand of ranks."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.core.estimates import Estimate
from tubulus.report.material import Material, ShownEstimate
from tubulus.report.sections.section import Block
from tubulus.report.tables.frame import ShownTable
from tubulus.report.tables.tall import make_tall_table

__all__ = ["describe_pairs", "find_ranked", "list_rank_tables"]

_RANKS = frozenset({"probability of superiority", "odds ratio of a higher rank"})
_WORDS = {"concentration": ("has more sperm than", "less", "neither has more")}
_OTHER_WORDS = ("ranks above", "below", "both rank alike")


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
    above, below, alike = _WORDS.get(row.section, _OTHER_WORDS)
    if row.value is None:
        return f"not estimable, {row.reason}."
    parts = {name: beside.get(f"share of pairs {name}") for name in ("won", "lost", "tied")}
    won, lost, tied = (
        _write_hundred(material, part.value) if part is not None else "" for part in parts.values()
    )
    text = (
        f"in {won} of 100 pairs the man of {first} {above} the man of {second}, in {lost} "
        f"{below}, and in {tied} {alike}. "
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
