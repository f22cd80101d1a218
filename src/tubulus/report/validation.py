"""The validation of the methods as a page, as Markdown and as a table: ours beside the reference.

Shows numbers and computes none; the frames come from ``runs.methods``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from typing import Any

import polars as pl
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tubulus import __version__

__all__ = [
    "METHOD_SUMMARY_SCHEMA",
    "VALIDATION_SCHEMA",
    "render_validation_markdown",
    "render_validation_page",
    "write_percent",
    "write_size",
]

VALIDATION_SCHEMA = pl.Schema(
    {
        "method": pl.String(),
        "call": pl.String(),
        "part": pl.String(),
        "reference_number": pl.Float64(),
        "our_number": pl.Float64(),
        "difference": pl.Float64(),
        "tolerance": pl.String(),
        "tolerance_reason": pl.String(),
        "outcome": pl.String(),
        "reason": pl.String(),
        "data": pl.String(),
        "program": pl.String(),
        "reference_call": pl.String(),
        "table": pl.String(),
        "script": pl.String(),
    }
)
"""One row a reference number."""

METHOD_SUMMARY_SCHEMA = pl.Schema(
    {
        "method": pl.String(),
        "gives": pl.String(),
        "limits": pl.String(),
        "source": pl.String(),
        "numbers": pl.Int32(),
        "met": pl.Int32(),
        "outside": pl.Int32(),
        "not_recomputed": pl.Int32(),
        "largest_difference": pl.Float64(),
        "share_of_tolerance": pl.Float64(),
    }
)
"""One row a method."""

SYNTHETIC_NOTE = (
    "Data sets behind these numbers are synthetic or made by a formula, except where a row names "
    "published data; no number describes a patient of any trial."
)
MEANING = (
    "A number that another program gives too is computed as its formula says. That the formula "
    "suits a trial, its data and its question is not shown here."
)


@dataclass(frozen=True, slots=True)
class _Source:
    """A table of reference numbers, where it comes from and how near ours must be."""

    table: str
    program: str
    call: str
    script: str
    why: str


def write_size(value: float | None) -> str:
    """Write how large a difference is, with two digits; a dash where there is none."""
    if value is None:
        return "–"
    return "0" if value == 0.0 else f"{value:.1e}"


def write_percent(share: float | None) -> str:
    """Write a share as a percentage, small ones as such; a dash where there is none."""
    if share is None:
        return "–"
    return f"{100.0 * share:.0f} %" if share >= 0.01 else "< 1 %"


def _write_number(value: float | None) -> str:
    return "–" if value is None else f"{value:.10g}"


def render_validation_page(numbers: pl.DataFrame, methods: pl.DataFrame) -> str:
    """Render the validation as one self-contained HTML page.

    Parameters
    ----------
    numbers : polars.DataFrame
        One row a reference number, columns of ``VALIDATION_SCHEMA``, methods together.
    methods : polars.DataFrame
        One row a method, columns of ``METHOD_SUMMARY_SCHEMA``.
    """
    environment = Environment(
        loader=PackageLoader("tubulus.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {"size": write_size, "number": _write_number, "percent": write_percent}
    styles = files("tubulus.report").joinpath("templates", "report.css").read_text(encoding="utf-8")
    return environment.get_template("validation.html.j2").render(
        styles=Markup(styles),  # noqa: S704 - our own style sheet
        version=__version__,
        counts=_count(numbers),
        methods=methods.to_dicts(),
        details=_gather(numbers),
        outside=numbers.filter(pl.col("outcome") == "outside").to_dicts(),
        reasons=numbers.filter(pl.col("outcome") == "not recomputed")["reason"].unique().sort(),
        synthetic_note=SYNTHETIC_NOTE,
        meaning=MEANING,
    )


def _count(numbers: pl.DataFrame) -> dict[str, int]:
    outcomes = numbers["outcome"].to_list()
    return {name: outcomes.count(name) for name in ("met", "outside", "not recomputed")}


def _gather(numbers: pl.DataFrame) -> dict[str, dict[str, Any]]:
    """Put numbers under their method and their call, sources beside them."""
    found: dict[str, dict[str, Any]] = {}
    for method, rows in groupby(numbers.iter_rows(named=True), key=lambda row: row["method"]):
        held = list(rows)
        sources = dict.fromkeys(
            _Source(
                row["table"],
                row["program"],
                row["reference_call"],
                row["script"],
                row["tolerance_reason"],
            )
            for row in held
        )
        calls = [
            (call, data, list(group))
            for (call, data), group in groupby(held, key=lambda row: (row["call"], row["data"]))
        ]
        found[str(method)] = {"sources": list(sources), "calls": calls}
    return found


def render_validation_markdown(numbers: pl.DataFrame, methods: pl.DataFrame) -> str:
    """Render the validation as Markdown: a summary by method, then every number.

    Parameters
    ----------
    numbers, methods : polars.DataFrame
        As for :func:`render_validation_page`.
    """
    return "\n".join([*_list_summary(numbers, methods), *_list_numbers(numbers)]) + "\n"


def _list_summary(numbers: pl.DataFrame, methods: pl.DataFrame) -> Iterator[str]:
    counts = _count(numbers)
    yield "# Validation of the methods\n"
    yield f"Tubulus {__version__}, {numbers.height} reference numbers of {methods.height} methods."
    yield f"Within tolerance: {counts['met']}. Outside: {counts['outside']}."
    yield f"Not recomputed: {counts['not recomputed']}.\n"
    yield f"{SYNTHETIC_NOTE}\n\n{MEANING}\n"
    yield from _write_table(
        (
            "method",
            "numbers",
            "met",
            "outside",
            "not recomputed",
            "largest difference",
            "most of a tolerance used",
        ),
        (
            (
                row["method"],
                row["numbers"],
                row["met"],
                row["outside"],
                row["not_recomputed"],
                write_size(row["largest_difference"]),
                write_percent(row["share_of_tolerance"]),
            )
            for row in methods.iter_rows(named=True)
        ),
    )


def _list_numbers(numbers: pl.DataFrame) -> Iterator[str]:
    for method, rows in groupby(numbers.iter_rows(named=True), key=lambda row: row["method"]):
        yield f"\n## {method}\n"
        yield from _write_table(
            ("our call", "reference", "ours", "difference", "tolerance", "outcome", "from"),
            (_write_cells(row) for row in rows),
        )


def _write_cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    data = f" [{row['data']}]" if row["data"] else ""
    return (
        f"{row['call'] or '-'} {row['part']}{data}",
        _write_number(row["reference_number"]),
        _write_number(row["our_number"]),
        write_size(row["difference"]),
        row["tolerance"],
        row["reason"] or row["outcome"],
        f"{row['program']}; {row['reference_call']}",
    )


def _write_table(head: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(str(cell).replace('|', '/') for cell in row)} |"
