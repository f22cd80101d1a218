"""``tubulus methods list`` and ``tubulus methods validate``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tubulus.cli.options import json_option
from tubulus.cli.output import print_json, print_table
from tubulus.runs.methods import (
    FORMATS,
    MethodValidation,
    list_methods,
    validate_methods,
    write_validation,
)

__all__ = ["list_all", "validate"]


@click.command(name="list")
@json_option
def list_all(*, as_json: bool) -> None:
    """List every statistical method: what it gives, its limits, its source."""
    methods = list_methods()
    if as_json:
        print_json([method.as_plain_data() for method in methods])
        return
    print_table(
        ("method", "gives", "limits", "source", "reference numbers"),
        ((m.name, m.gives, m.limits, m.source, m.numbers) for m in methods),
    )


@click.command()
@click.option("--method", default="", help="Part of a method's name; all methods if left out.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File for every number: .html, .md or .csv.",
)
@json_option
def validate(method: str, out: Path | None, *, as_json: bool) -> None:
    """Recompute reference numbers of other programs and papers; status 1 if one is not met."""
    if out is not None and out.suffix not in FORMATS:
        raise click.BadParameter(f"must end in {', '.join(FORMATS)}", param_hint="--out")
    validation = validate_methods(method)
    if not validation.rows:
        raise click.BadParameter(
            f"no method is called {method!r}; see: tubulus methods list", param_hint="--method"
        )
    if as_json:
        print_json(validation.numbers.to_dicts())
    else:
        _print_summary(validation)
    if out is not None:
        click.echo(str(write_validation(validation, out)), err=as_json)
    if validation.n_outside:
        sys.exit(1)


def _print_summary(validation: MethodValidation) -> None:
    print_table(
        ("method", "numbers", "within", "outside", "not recomputed", "most of a tolerance used"),
        (
            (
                row["method"],
                row["numbers"],
                row["met"],
                row["outside"] or "",
                row["not_recomputed"] or "",
                _write_percent(row["share_of_tolerance"]),
            )
            for row in validation.methods.iter_rows(named=True)
        ),
    )
    outcomes = [row.outcome for row in validation.rows]
    for row in validation.rows:
        if row.outcome == "outside":
            click.echo(
                f"Outside: {row.case.method}: {row.case.own_call} is {row.found}, "
                f"the reference {row.case.expected} ({row.reason or row.case.tolerance.describe()})"
            )
    for reason in dict.fromkeys(row.reason for row in validation.rows if row.outcome[0] == "n"):
        click.echo(f"Not recomputed: {reason}.")
    click.echo(
        f"{len(outcomes)} numbers: {outcomes.count('met')} within tolerance, "
        f"{outcomes.count('outside')} outside, {outcomes.count('not recomputed')} not recomputed. "
        "Data sets are synthetic where no published data are named."
    )


def _write_percent(share: float | None) -> str:
    return "-" if share is None else f"{100.0 * share:.2g} %"
