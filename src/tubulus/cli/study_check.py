"""``tubulus study check``."""

from __future__ import annotations

from pathlib import Path

import click

from tubulus.cli.options import data_option, force_option, json_option, study_argument
from tubulus.cli.output import TerminalProgress, print_json, print_table, warn_synthetic
from tubulus.runs.check import SEVERITIES, check_study, summarise_findings
from tubulus.runs.workspace import open_workspace

__all__ = ["check"]

FOUND_STOP = 1
"""Exit status where a finding stops the study."""


@click.command()
@study_argument
@data_option
@json_option
@force_option
@click.option("--all", "show_all", is_flag=True, help="Show notes too.")
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
        rows = [r for r in findings.iter_rows(named=True) if show_all or r["severity"] != "note"]
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
                for r in rows
            ),
        )
        counted = ", ".join(f"{n} {severity}" for severity, n in summary.counts.items())
        click.echo(f"{summary.participants} participants, {summary.values} values: {counted}.")
    return FOUND_STOP if summary.counts["stop"] else 0


def _name_place(row: dict[str, object]) -> str:
    line = f":{row['row']}" if row["row"] else ""
    item = f" {row['item']}" if row["item"] else ""
    return f"{row['file'] or row['form']}{line}{item}"
