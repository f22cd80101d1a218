"""``tubulus plan freeze``, ``tubulus plan amend`` and ``tubulus plan write``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from tubulus.cli.options import study_argument
from tubulus.runs.plan import amend_plan, freeze_plan, write_plan
from tubulus.runs.workspace import open_workspace

__all__ = ["amend", "freeze", "write"]

_person = click.option("--person", help="Who does it; the login name if not given.")
_data = click.option(
    "--data",
    type=click.Choice(["none", "blinded", "seen"]),
    help="What is known of the data; without data it is 'none', otherwise 'seen' if not given.",
)


@click.command()
@study_argument
@_person
@_data
def freeze(
    study: Path, *, person: str | None, data: Literal["none", "blinded", "seen"] | None
) -> None:
    """Record the analysis plan: its hash, the time, the person, the state of the data."""
    workspace = open_workspace(study)
    lock = freeze_plan(workspace, person=person, data=data)
    click.echo(f"{workspace.folder.lock}")
    click.echo(f"Frozen at {lock.locked_at} by {lock.person}; data: {lock.data_state}", err=True)
    if lock.files:
        click.echo(f"Files of the screen, kept by hash: {', '.join(lock.files)}", err=True)
    if lock.dock_files:
        click.echo(f"Files of docking, kept by hash: {len(lock.dock_files)}", err=True)
    if lock.screen_seen:
        click.echo("The screen was run before: its numbers are not pre-specified", err=True)
    if lock.dock_seen:
        click.echo("Docking was run before: its numbers are not pre-specified", err=True)
    click.echo(f"Digest to deposit elsewhere: {lock.digest}", err=True)


@click.command()
@study_argument
@click.option("--reason", required=True, help="Why the plan changes.")
@_person
@_data
def amend(
    study: Path,
    *,
    reason: str,
    person: str | None,
    data: Literal["none", "blinded", "seen"] | None,
) -> None:
    """Record a change of the plan after it was frozen."""
    lock = amend_plan(open_workspace(study), reason=reason, person=person, data=data)
    last = lock.amendments[-1]
    click.echo(f"Amended at {last.amended_at} by {last.person}: {', '.join(last.sections)}")
    click.echo(f"Digest to deposit elsewhere: {lock.digest}", err=True)


@click.command()
@study_argument
def write(study: Path) -> None:
    """Write the statistical section of the protocol from the plan; needs no data."""
    path, n_open = write_plan(open_workspace(study))
    click.echo(str(path))
    noun = "point" if n_open == 1 else "points"
    click.echo(f"{n_open} {noun} that study.toml does not answer: to be written", err=True)
