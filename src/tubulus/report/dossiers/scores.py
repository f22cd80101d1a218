"""The scores of a pair for the reader: log-odds with interval, beside the second opinion."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from typing import Any

from tubulus.report.material import Material
from tubulus.report.numbers import format_p, format_value
from tubulus.report.settings import ReportSettings

__all__ = ["say_contributions", "say_log_odds", "say_posterior", "say_prior", "say_second_opinion"]

Row = dict[str, Any]
_NEARLY_ONE = 0.995
"""From here on two digits would write a certainty that no score has."""


def say_log_odds(row: Row, settings: ReportSettings) -> str:
    """Write the log-odds with their 90 % interval; ``not scored`` where there are none.

    Without an interval no calibrated group knows the pair, and the log-odds are the prior.
    """
    if row.get("log_odds") is None:
        return "not scored"
    value = format_value(row["log_odds"], "index", settings)
    if row.get("low") is None or row.get("high") is None:
        return f"{value} (the prior)"
    low, high = (format_value(row[name], "index", settings) for name in ("low", "high"))
    return f"{value} (90 % {low} to {high})"


def say_posterior(row: Row) -> str:
    """Write the posterior at the prior of the reference sets; a dash where there is none."""
    value = row.get("posterior")
    if value is None:
        return "–"
    if value >= _NEARLY_ONE:
        return "> 0.99"
    return "< 0.01" if value <= 1 - _NEARLY_ONE else f"{value:.2f}"


def say_prior(material: Material) -> str:
    """Write the prior of the reference sets as a fraction, for instance ``1/11``.

    Empty where the run does not tell it.
    """
    for row in material.get_rows("pair_scores")[:1]:
        if row.get("prior_log_odds") is not None:
            prior = 1 / (1 + math.exp(-row["prior_log_odds"]))
            return str(Fraction(prior).limit_denominator(1_000))
    return ""


def say_second_opinion(row: Row, rows: int = 0) -> str:
    """Write the p-value of the rank aggregation, and its place among the scored rows."""
    if row.get("rra_p") is None:
        return "–"
    of = f" of {rows}" if rows else ""
    rank = f", place {row['rank_rra']:.0f}{of}" if row.get("rank_rra") is not None else ""
    return format_p(row["rra_p"]) + rank


def say_contributions(row: Row, settings: ReportSettings) -> str:
    """Write how prior and groups of layers add up to the log-odds; empty where not recorded."""
    text = row.get("contributions")
    try:
        parts = json.loads(text) if isinstance(text, str) else text
    except json.JSONDecodeError:
        return ""
    if not isinstance(parts, dict):
        return ""
    prior = row.get("prior_log_odds")
    terms = {"prior": prior, **parts} if prior is not None else parts
    added = ", ".join(
        f"{name.replace('_', ' ')} {format_value(part, 'index', settings)}"
        for name, part in terms.items()
        if isinstance(part, int | float)
    )
    silent = ", ".join(name.replace("_", " ") for name, part in parts.items() if part is None)
    return "; ".join(filter(None, (added, f"nothing from {silent}" if silent else "")))
