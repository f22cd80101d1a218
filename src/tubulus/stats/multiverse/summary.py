"""What the results of all specifications say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tubulus.stats.methods import Method
from tubulus.stats.multiverse.specifications import Specification
from tubulus.stats.results import Interval, Statistic

__all__ = [
    "METHOD",
    "MultiverseSummary",
    "OptionSummary",
    "summarise_options",
    "summarise_specifications",
]

METHOD = Method(
    name="specification curve",
    gives="spread, sign and limits of an estimate over every planned combination of choices",
    limits="describes what the choices do; specifications share data and are no replications",
    source="Simonsohn, Simmons and Nelson, Nat Hum Behav 2020;4:1208-1214; Steegen et al, "
    "Perspect Psychol Sci 2016;11:702-712",
)

_NOTHING = "no specification gave an estimate"
_NO_LIMITS = "no specification gave limits"


@dataclass(frozen=True, slots=True)
class MultiverseSummary:
    """A planned multiverse in numbers.

    Parameters
    ----------
    n_specifications, n_estimated, n_limits : int
        Specifications planned; with an estimate; with limits.
    null : float
        Value of no effect: 0 of a difference, 1 of a ratio.
    median, low, high : Statistic
        Median, smallest and largest estimate.
    share_same_side : Statistic
        Share of estimates on the median's side of the null.
    share_excluding : Statistic
        Share of the specifications with limits whose limits exclude the null.
    share_excluding_same_side : Statistic
        Share of them that exclude it on the median's side.
    order : tuple of int
        Places of the specifications with an estimate, from the smallest one up: the curve.
    """

    n_specifications: int
    n_estimated: int
    n_limits: int
    null: float
    median: Statistic
    low: Statistic
    high: Statistic
    share_same_side: Statistic
    share_excluding: Statistic
    share_excluding_same_side: Statistic
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OptionSummary:
    """Estimates of the specifications that take one option.

    Parameters
    ----------
    choice, option : str
        The option and what it is a choice of.
    n_estimated : int
        Specifications with an estimate.
    median, low, high : Statistic
        Median, smallest and largest estimate.
    """

    choice: str
    option: str
    n_estimated: int
    median: Statistic
    low: Statistic
    high: Statistic


def summarise_specifications(
    results: Sequence[Interval], *, null: float = 0.0
) -> MultiverseSummary:
    """Summarise the results of all specifications.

    Parameters
    ----------
    results : sequence of Interval
        One for each specification, not estimable ones included.
    null : float
        Value of no effect: 0 of differences, 1 of ratios.

    Returns
    -------
    MultiverseSummary
        Specifications without estimate are counted and leave the shares. With the median at the
        null no side is the same.
    """
    estimates = [part.estimate for part in results if part.estimate is not None]
    places = [place for place, part in enumerate(results) if part.estimate is not None]
    limits = [
        (part.low, part.high) for part in results if part.low is not None and part.high is not None
    ]
    median, low, high = _describe(estimates)
    side = 0.0 if median.value is None else float(np.sign(median.value - null))
    same = [side != 0.0 and (value - null) * side > 0.0 for value in estimates]
    excluding = [below > null or above < null for below, above in limits]
    agreeing = [
        (below > null and side > 0.0) or (above < null and side < 0.0) for below, above in limits
    ]
    order = sorted(range(len(places)), key=estimates.__getitem__)
    return MultiverseSummary(
        n_specifications=len(results),
        n_estimated=len(estimates),
        n_limits=len(limits),
        null=null,
        median=median,
        low=low,
        high=high,
        share_same_side=_share(same, _NOTHING),
        share_excluding=_share(excluding, _NO_LIMITS),
        share_excluding_same_side=_share(agreeing, _NO_LIMITS),
        order=tuple(places[place] for place in order),
    )


def summarise_options(
    specifications: Sequence[Specification], results: Sequence[Interval]
) -> tuple[OptionSummary, ...]:
    """Summarise the estimates by each option, to show which choice moves them.

    Parameters
    ----------
    specifications : sequence of Specification
        What was run.
    results : sequence of Interval
        Result of each.

    Raises
    ------
    ValueError
        If they differ in number.
    """
    if len(specifications) != len(results):
        raise ValueError(
            f"{len(specifications)} specifications need as many results, got {len(results)}"
        )
    chosen = dict.fromkeys(pair for part in specifications for pair in part.options)
    summaries = []
    for choice, option in chosen:
        estimates = [
            result.estimate
            for part, result in zip(specifications, results, strict=True)
            if (choice, option) in part.options and result.estimate is not None
        ]
        summaries.append(OptionSummary(choice, option, len(estimates), *_describe(estimates)))
    return tuple(summaries)


def _describe(estimates: list[float]) -> tuple[Statistic, Statistic, Statistic]:
    name = METHOD.name
    if not estimates:
        nothing = Statistic(None, name, _NOTHING)
        return nothing, nothing, nothing
    median = float(np.median(estimates))
    return Statistic(median, name), Statistic(min(estimates), name), Statistic(max(estimates), name)


def _share(parts: list[bool], reason: str) -> Statistic:
    if not parts:
        return Statistic(None, METHOD.name, reason)
    return Statistic(sum(parts) / len(parts), METHOD.name)
