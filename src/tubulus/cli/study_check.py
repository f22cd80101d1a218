"""``tubulus study check``."""

from __future__ import annotations

from pathlib import Path

import click

from tubulus.cli.finding_list import print_findings
from tubulus.cli.options import data_option, force_option, json_option, study_argument
from tubulus.cli.output import TerminalProgress, print_json, warn_synthetic
from tubulus.core.errors import InputError
from tubulus.runs.check import (
    FINDINGS_FILE,
    FileReport,
    check_definition,
    check_files,
    check_study,
    count_severities,
    open_checked,
    summarise_findings,
)
from tubulus.runs.new import write_tables
from tubulus.runs.workspace import Workspace

__all__ = ["check"]

FOUND_STOP = 1
"""Exit status where a finding stops the study."""


@click.command()
@study_argument
@data_option
@json_option
@force_option
@click.option(
    "--all",
    "show_all",
    is_flag=True,
    help="List every finding, notes too, and how partners of docking were prepared.",
)
@click.option(
    "--write-tables",
    "tables",
    is_flag=True,
    help="Write an empty table for each form that has none.",
)
def check(  # options of the command line
    study: Path, data: Path | None, *, as_json: bool, force: bool, show_all: bool, tables: bool
) -> int:
    """Check the definition and the data of a study, and the files of screen and docking.

    The exit status is 1 where a finding of severity 'stop' remains.
    """
    workspace = open_checked(study, data)
    warn_synthetic(synthetic=workspace.whole.study.identity.synthetic)
    if tables:
        for path in write_tables(workspace):
            click.echo(f"Written: {path}", err=True)
    files = check_files(workspace, TerminalProgress())
    if not workspace.has_data:
        _answer_without_data(workspace, files, as_json=as_json, show_all=show_all)
        return 0
    wrong = files.problems
    try:
        outcome = check_study(workspace, TerminalProgress(), force=force)
    except InputError as error:
        raise InputError([*error.problems, *wrong]) from error
    findings = outcome.results.tables["findings"]
    summary = summarise_findings(workspace, findings)
    rows = findings.to_dicts()
    if as_json:
        print_json({"counts": summary.counts, "findings": rows, **_list_notes(files)})
    else:
        print_findings(rows, show_all=show_all)
        counted = ", ".join(f"{n} {severity}" for severity, n in summary.counts.items())
        click.echo(f"{summary.participants} participants, {summary.values} values: {counted}.")
        if rows:
            path = workspace.folder.results / "checks" / FINDINGS_FILE
            click.echo(f"All findings as a table: {path}", err=True)
        _print_notes(files, show_all=show_all)
    if wrong:
        raise InputError(wrong)
    return FOUND_STOP if summary.counts["stop"] else 0


def _answer_without_data(
    workspace: Workspace, files: FileReport, *, as_json: bool, show_all: bool
) -> None:
    findings = check_definition(workspace, files)
    rows = findings.to_dicts()
    if as_json:
        counts = count_severities(findings)
        print_json({"counts": counts, "findings": rows, **_list_notes(files)})
    elif rows:
        print_findings(rows, show_all=show_all)
    but = f", but for {len(rows)} findings" if rows else ""
    nothing = "There are no data yet." if workspace.has_participants else "It has no participants."
    click.echo(f"The definition is in order{but}. {nothing}", err=as_json)
    if not as_json:
        _print_notes(files, show_all=show_all)


def _list_notes(files: FileReport) -> dict[str, object]:
    prepared = [{"partner": name, "message": said} for name, said in files.preparation]
    return {"notes": files.notes, "preparation": prepared}


def _print_notes(files: FileReport, *, show_all: bool) -> None:
    """Print what is to be known of docking, with how its partners were prepared if asked."""
    for note in files.notes:
        click.echo(f"Note: {note}")
    if show_all:
        for name, said in files.preparation:
            click.echo(f"{name}: {said}")
    elif files.preparation:
        number = len(dict(files.preparation))
        click.echo(
            f"{number} partners of docking were prepared; --all tells what was done to each."
        )
