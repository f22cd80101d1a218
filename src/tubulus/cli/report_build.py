"""``tubulus report build``."""

from __future__ import annotations

from pathlib import Path

import click

from tubulus.cli.options import data_option, force_option, study_argument
from tubulus.cli.output import TerminalProgress, warn_synthetic
from tubulus.runs.report import build_report
from tubulus.runs.workspace import open_workspace

__all__ = ["build"]


@click.command()
@study_argument
@data_option
@force_option
def build(study: Path, data: Path | None, *, force: bool) -> None:
    """Build the report from the results that are there."""
    workspace = open_workspace(study, data)
    warn_synthetic(synthetic=workspace.whole.study.identity.synthetic)
    path, written = build_report(workspace, TerminalProgress(), force=force)
    if not written:
        click.echo("Nothing changed; the report still holds.", err=True)
    click.echo(str(path))
