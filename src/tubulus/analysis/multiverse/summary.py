"""What all specifications say together, as rows of the results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tubulus.analysis.estimators.rows import fill_number, fill_statistic
from tubulus.core.estimates import Estimate
from tubulus.stats.multiverse import MultiverseSummary
from tubulus.stats.multiverse.summary import METHOD

__all__ = ["EXCLUDING", "SAME_SIDE", "list_summary"]

SAME_SIDE = "share of specifications on the side of the median"
EXCLUDING = "share of specifications whose limits exclude no difference"

_NO_SAMPLE = (
    "specifications share their participants: the shares describe what the choices do and are no "
    "evidence of their own"
)


def list_summary(
    row: Estimate, summary: MultiverseSummary, measure: str, unit: str
) -> Iterator[Estimate]:
    """Yield how many specifications there are, their spread, their side and their limits.

    Parameters
    ----------
    row : Estimate
        What the numbers belong to.
    summary : MultiverseSummary
        The numbers.
    measure, unit : str
        What each specification estimates.
    """
    planned = summary.n_specifications
    counted = replace(row, n=summary.n_estimated, denominator=planned)
    yield fill_number(counted, planned, METHOD.name)
    spread = replace(row, unit=unit)
    yield fill_statistic(replace(spread, statistic=f"median {measure}"), summary.median)
    yield fill_statistic(replace(spread, statistic=f"lowest {measure}"), summary.low)
    yield fill_statistic(replace(spread, statistic=f"highest {measure}"), summary.high)
    shares = (
        (SAME_SIDE, summary.share_same_side, summary.n_estimated),
        (EXCLUDING, summary.share_excluding, summary.n_limits),
    )
    for statistic, share, of in shares:
        n = None if share.value is None else round(share.value * of)
        own = replace(row, statistic=statistic, n=n, denominator=of, note=_NO_SAMPLE)
        yield fill_statistic(own, share)
