"""``tubulus study describe``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tubulus.cli.options import data_option, json_option, study_argument
from tubulus.cli.output import format_number, print_json, print_table, warn_synthetic
from tubulus.runs.describe import describe_study
from tubulus.runs.workspace import open_workspace

__all__ = ["describe"]

_NUMBERS = ("mean", "sd", "minimum", "q1", "median", "q3", "maximum")


@click.command()
@study_argument
@data_option
@json_option
def describe(study: Path, data: Path | None, *, as_json: bool) -> None:
    """Describe the data: n, missing, quantiles, and the correlations and counts declared."""
    description = describe_study(open_workspace(study, data))
    warn_synthetic(synthetic=description.synthetic)
    if as_json:
        print_json(
            {
                "title": description.title,
                "synthetic": description.synthetic,
                "participants": description.participants,
                "items": description.items.to_dicts(),
                "declared": description.wishes.to_dicts(),
            }
        )
        return
    click.echo(f"{description.title}: {description.participants} participants")
    print_table(
        ("form", "visit", "item", "unit", "n", "missing", "other", *_NUMBERS, "levels"),
        (
            (
                r["form"],
                r["visit"],
                r["item"],
                r["unit"],
                r["n"],
                r["missing"],
                r["other_states"] or r["other"],
                *(format_number(r[name]) for name in _NUMBERS),
                r["levels"],
            )
            for r in description.items.iter_rows(named=True)
        ),
    )
    if description.wishes.height:
        print_table(
            ("declared", "of", "value", "limits", "n", "missing", "note"),
            (_describe_wish(r) for r in description.wishes.iter_rows(named=True)),
        )


def _describe_wish(row: dict[str, Any]) -> tuple[Any, ...]:
    limits = ""
    if row["low"] is not None:
        limits = f"{row['low']:.3f} to {row['high']:.3f}"
    value = format_number(row["value"]) if row["state"] == "estimated" else row["state"]
    known = row["n"]
    if row["statistic"] in {"count", "below reference limit"}:
        value, known = f"{row['n']}/{row['denominator']}", row["denominator"]
    note = row["reason"] or row["note"]
    return row["statistic"], row["label"], value, limits, known, row["missing"], note
