"""``tubulus study check``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import click

from tubulus.cli.options import data_option, force_option, json_option, study_argument
from tubulus.cli.output import TerminalProgress, print_json, print_table, warn_synthetic
from tubulus.runs.check import SEVERITIES, check_study, summarise_findings
from tubulus.runs.workspace import open_workspace

__all__ = ["check"]

FOUND_STOP = 1
"""Exit status where a finding stops the study."""

WARNINGS_LISTED = 5
"""Warnings of one check that are listed unless all are asked for."""


@click.command()
@study_argument
@data_option
@json_option
@force_option
@click.option("--all", "show_all", is_flag=True, help="List every finding, notes too.")
def check(  # options of the command line
    study: Path, data: Path | None, *, as_json: bool, force: bool, show_all: bool
) -> int:
    """Check the definition and the data of a study.

    The exit status is 1 where a finding of severity 'stop' remains.
    """
    workspace = open_workspace(study, data)
    warn_synthetic(synthetic=workspace.whole.study.identity.synthetic)
    if not workspace.has_data:
        if as_json:
            print_json({"counts": dict.fromkeys(SEVERITIES, 0), "findings": []})
        click.echo("The definition is in order. There are no data yet.", err=as_json)
        return 0
    findings = check_study(workspace, TerminalProgress(), force=force).results.tables["findings"]
    summary = summarise_findings(workspace, findings)
    if as_json:
        print_json({"counts": summary.counts, "findings": findings.to_dicts()})
    else:
        rows = list(findings.iter_rows(named=True))
        listed = rows if show_all else _select_rows(rows)
        print_table(
            ("severity", "check", "participant", "visit", "place", "message", "what to do"),
            (
                (
                    r["severity"],
                    r["check"],
                    r["participant"],
                    r["visit"],
                    _name_place(r),
                    r["message"],
                    r["remedy"],
                )
                for r in listed
            ),
        )
        if len(listed) < len(rows):
            click.echo(f"{len(listed)} of {len(rows)} findings are listed; --all lists every one.")
        counted = ", ".join(f"{n} {severity}" for severity, n in summary.counts.items())
        click.echo(f"{summary.participants} participants, {summary.values} values: {counted}.")
    return FOUND_STOP if summary.counts["stop"] else 0


def _select_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Select what must be seen: every stop and error, the first few warnings of each check."""
    seen: Counter[str] = Counter()
    selected = []
    for row in rows:
        seen[row["check"]] += 1
        if row["severity"] in {"stop", "error"} or (
            row["severity"] == "warning" and seen[row["check"]] <= WARNINGS_LISTED
        ):
            selected.append(row)
    return selected


def _name_place(row: dict[str, object]) -> str:
    line = f":{row['row']}" if row["row"] else ""
    item = f" {row['item']}" if row["item"] else ""
    return f"{row['file'] or row['form']}{line}{item}"
