"""``tubulus data verify``."""

from __future__ import annotations

from pathlib import Path

import click

from tubulus.cli.options import json_option
from tubulus.cli.output import print_json, print_table
from tubulus.core.errors import StudyError
from tubulus.runs.data_index import verify_data

__all__ = ["verify"]


@click.command()
@click.option(
    "--study",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Study whose added data are verified; without it your own folder of data.",
)
@json_option
def verify(*, study: Path | None, as_json: bool) -> None:
    """Hash the added files again and say which are missing or changed."""
    files = verify_data(study)
    if as_json:
        print_json([file.as_plain_data() for file in files])
    else:
        for folder in dict.fromkeys(file.folder for file in files):
            print_table(
                ("file", "kind", "state", "added", "source"),
                ((f.file, f.kind, f.state, f.added, f.source) for f in files if f.folder == folder),
                title=folder,
            )
        if not files:
            click.echo("No data were added.")
    wrong = [f"{file.file} is {file.state}" for file in files if file.state in _WRONG]
    if wrong:
        raise StudyError(f"{'; '.join(wrong)}; restore it, or add it again with --replace")


_WRONG = ("missing", "changed")
