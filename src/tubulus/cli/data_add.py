"""``tubulus data add``."""

from __future__ import annotations

from pathlib import Path

import click

from tubulus.cli.options import json_option
from tubulus.cli.output import print_json
from tubulus.runs.data_adding import add_data

__all__ = ["add"]


@click.command()
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--study",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Study whose data the file joins; without it your own folder of data.",
)
@click.option("--source", default="", help="Where the file comes from: address and version.")
@click.option("--replace", is_flag=True, help="Replace a file of that name.")
@json_option
def add(
    *, kind: str, file: Path, study: Path | None, source: str, replace: bool, as_json: bool
) -> None:
    """Check FILE (or folder) as a KIND of data, copy it, record its hash; nothing is downloaded."""
    added = add_data(kind, file, study=study, source=source, replace_existing=replace)
    if as_json:
        files = [
            {"kind": f.kind, "file": str(added.folder / f.file), "sha256": f.sha256}
            for f in added.files
        ]
        print_json(
            {
                "files": files,
                "section": added.section,
                "settings": added.settings,
                "notes": added.notes,
            }
        )
        return
    for entry in added.files:
        click.echo(f"{added.folder / entry.file}  sha256 {entry.sha256}")
    for note in added.notes:
        click.echo(note)
    if added.settings:
        click.echo(f"To use it, write into [{added.section}] of study.toml:")
        for line in added.settings:
            click.echo(f"  {line}")
