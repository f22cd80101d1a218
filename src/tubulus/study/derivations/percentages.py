"""Printed percentages and the whole numbers of people that they can stand for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

__all__ = ["PercentageCheck", "check_percentage", "count_decimals", "find_counts"]


@dataclass(frozen=True, slots=True)
class PercentageCheck:
    """What a printed percentage says about its count.

    Parameters
    ----------
    is_consistent : bool
        Whether the printed count (or, without one, any count) rounds to the printed percentage.
    possible_counts : tuple of int
        Every count out of ``n`` that rounds to the printed percentage.
    recomputed : str
        The percentage of the printed count with as many decimals, empty without a count.
    """

    is_consistent: bool
    possible_counts: tuple[int, ...]
    recomputed: str


def count_decimals(printed: str) -> int:
    """Count the decimals of a number as printed."""
    exponent = Decimal(printed).as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def find_counts(printed_percent: str, n: int, decimals: int | None = None) -> tuple[int, ...]:
    """Find every count out of n that rounds to a printed percentage.

    Parameters
    ----------
    printed_percent : str
        The percentage as printed, for instance ``"22.5"``.
    n : int
        The denominator, at least 1.
    decimals : int, optional
        Decimals it was rounded to; those that are printed if not given.

    Notes
    -----
    Both ends of the rounding interval are allowed, because half is rounded up by some and to even
    by others. Arithmetic is exact. The idea is the granularity test of Brown and Heathers (GRIM),
    applied to a share instead of a mean.

    Examples
    --------
    >>> find_counts("22.5", 40)
    (9,)
    >>> find_counts("43.8", 171)
    ()
    """
    if n < 1:
        raise ValueError("a percentage needs a denominator of at least 1")
    places = count_decimals(printed_percent) if decimals is None else decimals
    half = Fraction(1, 2 * 10**places)
    printed = Fraction(Decimal(printed_percent))
    lowest = math.ceil((printed - half) * n / 100)
    highest = math.floor((printed + half) * n / 100)
    return tuple(range(max(lowest, 0), min(highest, n) + 1))


def check_percentage(
    count: int | None, n: int, printed_percent: str, decimals: int | None = None
) -> PercentageCheck:
    """Check a printed percentage against its count, or against whole numbers where none is given.

    Parameters
    ----------
    count : int or None
        The printed count.
    n : int
        The printed denominator.
    printed_percent : str
        The percentage as printed.
    decimals : int, optional
        Decimals it was rounded to; those that are printed if not given.

    Examples
    --------
    >>> check_percentage(79, 171, "43.8")
    PercentageCheck(is_consistent=False, possible_counts=(), recomputed='46.2')
    """
    places = count_decimals(printed_percent) if decimals is None else decimals
    counts = find_counts(printed_percent, n, places)
    if count is None:
        return PercentageCheck(bool(counts), counts, "")
    return PercentageCheck(count in counts, counts, f"{100 * count / n:.{places}f}")
