"""``tubulus study simulate``."""

from __future__ import annotations

from pathlib import Path

import click

from tubulus.cli.options import study_argument
from tubulus.cli.output import TerminalProgress, warn_synthetic
from tubulus.runs.simulate import simulate_data
from tubulus.runs.workspace import open_workspace

__all__ = ["simulate"]


@click.command()
@study_argument
@click.option("--seed", type=click.IntRange(min=0), help="Seed; that of [simulation] if not given.")
@click.option("--replace", is_flag=True, help="Replace data that were simulated before.")
def simulate(study: Path, *, seed: int | None, replace: bool) -> None:
    """Draw synthetic participants and write them as the study's data."""
    workspace = open_workspace(study)
    summary = simulate_data(workspace, TerminalProgress(), seed=seed, replace=replace)
    warn_synthetic(synthetic=True)
    click.echo(f"{summary.participants} synthetic participants, seed {summary.seed}")
    click.echo(str(summary.folder))
