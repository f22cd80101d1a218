"""The scores of a pair for the reader: log-odds with interval, beside the second opinion."""

from __future__ import annotations

import json
from typing import Any

from tubulus.report.numbers import format_number, format_p, format_value
from tubulus.report.settings import ReportSettings

__all__ = ["say_contributions", "say_log_odds", "say_posterior", "say_prior", "say_second_opinion"]

Row = dict[str, Any]


def say_log_odds(row: Row, settings: ReportSettings) -> str:
    """Write the log-odds with their 90 % interval; ``not scored`` where there are none."""
    if row.get("log_odds") is None:
        return "not scored"
    value = format_value(row["log_odds"], "index", settings)
    if row.get("low") is None or row.get("high") is None:
        return value
    low, high = (format_value(row[name], "index", settings) for name in ("low", "high"))
    return f"{value} (90 % {low} to {high})"


def say_posterior(row: Row) -> str:
    """Write the posterior chance; a dash where there is none."""
    return "–" if row.get("posterior") is None else format_number(row["posterior"], 2)


def say_prior(row: Row, settings: ReportSettings) -> str:
    """Write the log-odds before any evidence; empty where they are not recorded."""
    value = row.get("prior_log_odds")
    return "" if value is None else format_value(value, "index", settings)


def say_second_opinion(row: Row) -> str:
    """Write the p-value of the rank aggregation and its rank where there is one."""
    if row.get("rra_p") is None:
        return "–"
    rank = f", rank {row['rank_rra']:.0f}" if row.get("rank_rra") is not None else ""
    return format_p(row["rra_p"]) + rank


def say_contributions(row: Row, settings: ReportSettings) -> str:
    """Write what each group of layers adds to the log-odds; empty where it is not recorded."""
    text = row.get("contributions")
    try:
        parts = json.loads(text) if isinstance(text, str) else text
    except json.JSONDecodeError:
        return ""
    if not isinstance(parts, dict):
        return ""
    return "; ".join(
        f"{name.replace('_', ' ')} "
        + ("unknown" if part is None else format_value(part, "index", settings))
        for name, part in parts.items()
        if part is None or isinstance(part, int | float)
    )
