"""``tubulus study new``."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import click

from tubulus.runs.new import make_study, write_tables
from tubulus.runs.workspace import open_workspace

__all__ = ["new"]


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--template",
    default="two-arm",
    show_default=True,
    help="two-arm, single-arm for one table; without participants: screen for vesicle cargo, "
    "dock for pairs of structures.",
)
@click.option("--tables", is_flag=True, help="Write an empty table for each form too.")
def new(folder: Path, template: str, *, tables: bool) -> None:
    """Make a study folder with a definition to fill in."""
    path = make_study(folder, template)
    click.echo(f"{path}")
    if tables:
        for table in write_tables(open_workspace(folder)):
            click.echo(f"{table}")
    click.echo(f"Next: edit it, then run: tubulus study check {quote(str(folder))}", err=True)
