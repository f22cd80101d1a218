"""What shares and ranks say, in words and sentences for the summary."""

from __future__ import annotations

from tubulus.core.estimates import Estimate

__all__ = [
    "describe_counted",
    "describe_difference",
    "describe_median",
    "describe_odds",
    "describe_superiority",
    "write_count",
    "write_limits",
    "write_of_hundred",
    "write_percent",
    "write_short",
]


def write_of_hundred(row: Estimate) -> str:
    """Write a probability as so many of 100 pairs."""
    return "not estimable" if row.value is None else f"{100 * row.value:.1f} of 100 pairs"


def write_short(row: Estimate, factor: float = 1.0, digits: int = 2) -> str:
    """Write a value with its limits and nothing else, as the head of a claim."""
    if row.value is None:
        return "not estimable"
    text = f"{factor * row.value:.{digits}f}"
    if row.low is None or row.high is None:
        return text
    return f"{text} ({factor * row.low:.{digits}f} to {factor * row.high:.{digits}f})"


def describe_superiority(
    row: Estimate, odds: Estimate | None, tied: Estimate | None, arms: tuple[str, str]
) -> str:
    """Write who has the better outcome in a pair, ties counted half.

    Parameters
    ----------
    row, odds, tied : Estimate
        The probability of superiority, the win odds and the share of pairs tied.
    arms : (str, str)
        Names of the first arm and of the comparator.
    """
    if row.value is None:
        return f"{arms[0]} against {arms[1]} not ranked: {row.reason}"
    limits = _write_limits(row, 100.0, 1)
    text = f"{arms[0]} ahead of {arms[1]} in {write_of_hundred(row)}, ties counted half ({limits})"
    if odds is not None and odds.value is not None:
        text += f", win odds {odds.value:.2f} ({_write_limits(odds, 1.0, 2)})"
    if tied is not None and tied.value is not None:
        text += f"; {100 * tied.value:.0f} % of the pairs are ties"
    return text


def describe_odds(row: Estimate, arms: tuple[str, str]) -> str:
    """Write the odds ratio of a higher rank."""
    if row.value is None:
        said = f"not estimable, {row.reason}"
        if row.low is not None:
            said += f"; odds ratios up to {row.low:.2f} are excluded"
    else:
        said = f"{row.value:.2f} ({_write_limits(row, 1.0, 2)})"
    return f"odds ratio of a higher rank, {arms[0]} to {arms[1]}, {said}"


def _write_limits(row: Estimate, factor: float, digits: int) -> str:
    if row.low is None or row.high is None:
        return f"no limits: {row.reason}" if row.reason else "no limits"
    level = f"{100 * (row.confidence or 0):.0f} % CI"
    return f"{level} {factor * row.low:.{digits}f} to {factor * row.high:.{digits}f}"


def write_percent(value: float | None) -> str:
    """Write a share in percent."""
    return "not estimable" if value is None else f"{100 * value:.1f} %"


def write_count(row: Estimate) -> str:
    """Write how many of how many, with their share."""
    share = write_percent(row.value) if row.value is not None else f"not estimable: {row.reason}"
    return f"{row.n}/{row.denominator} ({share})"


def write_limits(row: Estimate, *, share: bool = False, points: bool = False) -> str:
    """Write the limits with their level; why there are none, where there are none."""
    if row.low is None or row.high is None:
        return f"no limits: {row.reason}" if row.reason else "no limits"
    level = f"{100 * (row.confidence or 0):.0f} % CI"
    if share or points:
        unit = "points" if points else "%"
        return f"{level} {100 * row.low:.1f} to {100 * row.high:.1f} {unit}"
    return f"{level} {row.low:.2f} to {row.high:.2f}"


def describe_difference(row: Estimate) -> str:
    """Write a difference of shares in points, or why there is none."""
    if row.value is None:
        return f": not estimable, {row.reason}"
    return f" {100 * row.value:+.1f} percentage points ({write_limits(row, points=True)})"


def describe_median(row: Estimate) -> str:
    """Write the median of those with any; nothing where nobody has any."""
    if not row.n:
        return ""
    if row.value is None:
        return f", median not quantifiable ({row.reason})"
    return f", median {row.value:.3g} {row.unit}"


def describe_counted(row: Estimate) -> str:
    """Write the median of those counted, where that is not everybody with any."""
    if row.value is None or row.n == row.denominator:
        return ""
    return f", median of the {row.n} of {row.denominator} counted {row.value:.3g} {row.unit}"
