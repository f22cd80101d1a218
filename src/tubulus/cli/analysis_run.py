"""``tubulus analysis run``."""

from __future__ import annotations

from pathlib import Path

import click

from tubulus.cli.options import data_option, force_option, json_option, study_argument
from tubulus.cli.output import TerminalProgress, print_json, print_table, warn_synthetic
from tubulus.runs.analyse import analyse_study
from tubulus.runs.workspace import open_workspace

__all__ = ["run"]


@click.command()
@study_argument
@data_option
@json_option
@force_option
def run(study: Path, data: Path | None, *, as_json: bool, force: bool) -> None:
    """Run the analysis plan on the data as they are."""
    workspace = open_workspace(study, data)
    warn_synthetic(synthetic=workspace.whole.study.identity.synthetic)
    outcome = analyse_study(workspace, TerminalProgress(), force=force)
    tables = outcome.results.tables
    if as_json:
        rows = {name: frame.to_dicts() for name, frame in tables.items()}
        print_json({"plan": outcome.results.manifest["plan"], **rows})
        return
    if not outcome.computed:
        click.echo("Nothing changed; the results still hold.", err=True)
    print_table(
        ("claim", "result", "what it can bear"),
        ((r["title"], r["text"], r["bears"]) for r in tables["claims"].iter_rows(named=True)),
    )
    plan = outcome.results.manifest["plan"]
    click.echo(f"Plan: {plan['state']}, {plan['reason']}")
    click.echo(str(workspace.folder.results / "analysis"))
