"""How numbers are written: rounding for the eye only, words where there is no number."""

from __future__ import annotations

import math
from typing import Literal

from tubulus.core.estimates import Estimate
from tubulus.report.settings import ReportSettings

__all__ = [
    "Style",
    "choose_style",
    "format_count",
    "format_interval",
    "format_number",
    "format_p",
    "format_value",
]

Style = Literal["share", "points", "ratio", "index", "p", "count", "quantity"]

_SPACE = "\N{NO-BREAK SPACE}"
_MINUS = "\N{MINUS SIGN}"
_COUNTS = frozenset(
    {
        "n",
        "missing",
        "count",
        "events",
        "specifications",
        "seen, not quantifiable",
        "largest comparator count",
    }
)
# statistics that are differences between two shares, written in percentage points
_POINTS = ("risk difference", "difference in share", "share difference")
_INDICES = ("smd", "standardised", "correlation", "log ratio", "net benefit")


def choose_style(row: Estimate) -> Style:
    """Choose how the value of a row is written, from its statistic and its unit.

    Shares are fractions of 1 in the results table and percentages for the reader.
    """
    statistic = row.statistic.lower()
    if statistic in {"p", "adjusted p"} or statistic.startswith(("p ", "p-value")):
        return "p"
    if statistic in _COUNTS:
        return "count"
    if any(part in statistic for part in _POINTS):
        return "points"
    if any(part in statistic for part in _INDICES):
        return "index"
    if "ratio" in statistic or statistic == "win odds":
        return "ratio"
    if not row.unit and ("share" in statistic or statistic == "upper limit"):
        return "share"
    # a statistic whose value is its number of participants is a count, whatever its name
    return "count" if not row.unit and row.n is not None and row.value == row.n else "quantity"


def format_number(value: float, digits: int = 3) -> str:
    """Write a quantity with a number of significant digits, without an exponent.

    Whole digits are never rounded away: 12 345 keeps all five.
    """
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "no limit"
    if value == 0:
        return "0"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    if decimals > 8:
        return f"{value:.{digits - 1}e}".replace("-", _MINUS)
    return _write(value, decimals)


def format_p(value: float) -> str:
    """Write a p-value: three decimals below 0.1, never as zero and never as one."""
    if value < 0.001:
        return f"p{_SPACE}<{_SPACE}0.001"
    if value > 0.99:
        return f"p{_SPACE}>{_SPACE}0.99"
    return f"p{_SPACE}={_SPACE}{value:.{3 if value < 0.1 else 2}f}"


def format_value(value: float, style: Style, settings: ReportSettings) -> str:
    """Write one value in a style, with its sign or percent mark but without a unit."""
    if style == "p":
        return format_p(value)
    if style == "count":
        return _write(value, 0 if float(value).is_integer() else 1)
    if style == "share":
        return f"{_write(100 * value, settings.share_decimals)}{_SPACE}%"
    if style == "points":
        return f"{_write(100 * value, settings.share_decimals, sign=True)}{_SPACE}points"
    if style == "index":
        return _write(value, settings.ratio_decimals, sign=True)
    if style == "ratio":
        return _write(value, settings.ratio_decimals)
    return format_number(value, settings.significant_digits)


def format_interval(row: Estimate, settings: ReportSettings) -> str:
    """Write the interval of a row, for instance ``95 % CI 10.8 to 38.5``; empty where none.

    An infinite limit is written in words.
    """
    if row.low is None and row.high is None:
        return ""
    style = choose_style(row)
    low, high = (_write_limit(limit, style, settings) for limit in (row.low, row.high))
    level = ""
    if row.confidence is not None:
        level = f"{round(100 * row.confidence, 6):g}{_SPACE}%{_SPACE}"
    if not low and not high:
        return f"{level}CI without limits"
    if not low:
        return f"{level}CI up to {high}"
    if not high:
        return f"{level}CI from {low}, no upper limit"
    return f"{level}CI {low} to {high}"


def format_count(row: Estimate) -> str:
    """Write ``9 of 40``; empty where the row does not carry both numbers."""
    if row.n is None or row.denominator is None:
        return ""
    return f"{row.n} of {row.denominator}"


def _write_limit(limit: float | None, style: Style, settings: ReportSettings) -> str:
    if limit is None or math.isinf(limit):
        return ""
    text = format_value(limit, style, settings)
    # the mark stands once, at the value
    return text.removesuffix(f"{_SPACE}%").removesuffix(f"{_SPACE}points")


def _write(value: float, decimals: int, *, sign: bool = False) -> str:
    if math.isinf(value):
        return "no limit"
    text = f"{abs(value):,.{decimals}f}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    if not float(f"{value:.{decimals}f}"):
        return text
    if value < 0:
        return _MINUS + text
    return f"+{text}" if sign else text
