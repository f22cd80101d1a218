"""The headline of a claim: the numbers of its arms, or the ratio with its interval."""

from __future__ import annotations

from tubulus.core.estimates import Estimate
from tubulus.report.material import Material
from tubulus.report.numbers import choose_style, format_value
from tubulus.report.vocabulary import name_unit

__all__ = ["write_headline"]

_SHARES = ("share", "share with any")
_CONTRASTS = (
    "geometric mean ratio",
    "adjusted difference",
)


def write_headline(material: Material, estimand: str, section: str, fallback: str) -> str:
    """Write the headline from the rows of an estimand; the claim's own value where none fits.

    Shares of several arms are written ``9/40 v 6/40``, a contrast with its interval.
    """
    rows = [
        shown.row
        for shown in material.select(section)
        if shown.row.estimand == estimand and not shown.row.stratum
    ]
    shares = _choose(rows, _SHARES)
    if len(shares) > 1:
        return " v ".join(f"{row.n}/{row.denominator}" for row in shares)
    contrasts = _choose(rows, _CONTRASTS)
    if len(contrasts) == 1 and contrasts[0].value is not None:
        return _write_contrast(material, contrasts[0])
    return fallback


def _choose(rows: list[Estimate], statistics: tuple[str, ...]) -> list[Estimate]:
    found = [row for row in rows if row.statistic in statistics and row.value is not None]
    return [row for row in found if row.statistic == found[0].statistic]


def _write_contrast(material: Material, row: Estimate) -> str:
    style = choose_style(row)

    def write(value: float | None) -> str:
        return "" if value is None else format_value(value, style, material.settings)

    unit = f" {name_unit(row.unit)}" if row.unit else ""
    limits = f" ({write(row.low)} to {write(row.high)})" if row.low is not None else ""
    return f"{write(row.value)}{unit}{limits}"
