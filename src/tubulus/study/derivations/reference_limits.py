"""Lower reference limits of semen analysis: data with an edition and a source.

The editions of the WHO manual differ (concentration 15 or 16 million/mL), so no limit stands in
code. The sixth edition has no row for pH: the sources that were read disagree on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources
from io import BytesIO

import polars as pl

from tubulus.core.errors import StudyError
from tubulus.core.identifiers import suggest_name
from tubulus.study.records.participants import Entry
from tubulus.study.records.values import Value, ValueState

__all__ = [
    "BELOW_LIMIT_SCHEMA",
    "EditionError",
    "count_below_limit",
    "list_editions",
    "read_reference_limits",
]

_LIMIT_SCHEMA = pl.Schema(
    {
        "edition": pl.String(),
        "parameter": pl.String(),
        "item": pl.String(),
        "lower_limit": pl.Float64(),
        "ci_low": pl.Float64(),
        "ci_high": pl.Float64(),
        "unit": pl.String(),
        "source": pl.String(),
    }
)

BELOW_LIMIT_SCHEMA = pl.Schema(
    {
        "edition": pl.String(),
        "parameter": pl.String(),
        "item": pl.String(),
        "lower_limit": pl.Float64(),
        "unit": pl.String(),
        "below": pl.Int64(),
        "known": pl.Int64(),
        "unknown": pl.Int64(),
    }
)
"""Columns and types of the counts below the limits."""


class EditionError(StudyError):
    """A study names an edition of the reference limits that Tubulus does not have."""

    code = "E131"


@cache
def _read_table() -> pl.DataFrame:
    file = resources.files("tubulus.study.derivations") / "reference_limits.csv"
    return pl.read_csv(BytesIO(file.read_bytes()), schema=_LIMIT_SCHEMA)


def list_editions() -> tuple[str, ...]:
    """List the editions of which the limits are known."""
    return tuple(_read_table()["edition"].unique(maintain_order=True))


def read_reference_limits(edition: str) -> pl.DataFrame:
    """Return the limits of one edition: parameter, item, limit with interval, unit and source.

    Raises
    ------
    EditionError
        If the edition is not known.
    """
    if edition not in list_editions():
        raise EditionError(
            f"study.toml: study.semen_edition: there are no reference limits of '{edition}'; "
            + suggest_name(edition, list_editions())
        )
    return _read_table().filter(pl.col("edition") == edition)


def count_below_limit(entries: Iterable[Entry], edition: str) -> pl.DataFrame:
    """Count the ejaculates below each lower reference limit of an edition.

    Parameters
    ----------
    entries : iterable of Entry
        Semen entries: the ejaculates to count, chosen by the caller.
    edition : str
        Edition of the limits.

    Returns
    -------
    polars.DataFrame
        Table of :data:`BELOW_LIMIT_SCHEMA`. ``known`` ejaculates can be compared; ``unknown`` are
        missing, do not apply, or are reported as beyond a limit that does not decide.

    Notes
    -----
    At the limit is not below it: the limit is the fifth centile of men whose partners conceived.
    "Seen, not quantifiable" is below a limit of concentration and total number.
    """
    listed = list(entries)
    rows = []
    for limit in read_reference_limits(edition).iter_rows(named=True):
        verdicts = [_is_below(_find_value(e, limit["item"]), limit["lower_limit"]) for e in listed]
        known = [verdict for verdict in verdicts if verdict is not None]
        kept = {key: limit[key] for key in ("edition", "parameter", "item", "lower_limit", "unit")}
        counts = {"below": sum(known), "known": len(known), "unknown": len(listed) - len(known)}
        rows.append({**kept, **counts})
    return pl.DataFrame(rows, schema=BELOW_LIMIT_SCHEMA, orient="row")


def _find_value(entry: Entry, item: str) -> Value:
    # total motility is no item of its own: it is the sum of two classes
    if item != "total_motility" or item in entry.values:
        return entry.get(item)
    parts = [entry.get("progressive"), entry.get("non_progressive")]
    if all(part.is_known and part.number is not None for part in parts):
        return Value(number=sum(part.number or 0.0 for part in parts))
    return Value(state=ValueState.MISSING)


def _is_below(value: Value, limit: float) -> bool | None:
    if value.state is ValueState.NOT_QUANTIFIABLE:
        return True
    if value.number is None:
        return None
    if value.is_known:
        return value.number < limit
    if value.state is ValueState.BELOW_LIMIT and value.number <= limit:
        return True
    if value.state is ValueState.ABOVE_LIMIT and value.number >= limit:
        return False
    return None
