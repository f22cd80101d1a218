"""The ``[describe]`` table: what is said of the data beyond their distribution."""

from __future__ import annotations

from typing import Literal

from tubulus.study.definition.section import Section

__all__ = ["CorrelationWish", "CountWish", "DescribeSettings"]


class CorrelationWish(Section):
    """A correlation to describe."""

    first: str
    second: str
    method: Literal["pearson", "spearman"] = "pearson"
    log: bool = False


class CountWish(Section):
    """A condition whose participants are counted."""

    label: str
    when: str
    source: str = ""


class DescribeSettings(Section):
    """The ``[describe]`` table: what ``study describe`` says beyond each item's distribution."""

    correlations: tuple[CorrelationWish, ...] = ()
    counts: tuple[CountWish, ...] = ()
