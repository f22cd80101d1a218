"""``tubulus study new``."""

from __future__ import annotations

from pathlib import Path

import click

from tubulus.runs.new import make_study

__all__ = ["new"]


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--template", default="two-arm", show_default=True, help="two-arm, or single-arm for one table."
)
def new(folder: Path, template: str) -> None:
    """Make a study folder with a definition to fill in."""
    path = make_study(folder, template)
    click.echo(f"{path}")
    click.echo(f"Next: edit it, then run: tubulus study check {folder}", err=True)
