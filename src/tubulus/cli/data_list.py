"""``tubulus data list``."""

from __future__ import annotations

import click

from tubulus.cli.options import json_option
from tubulus.cli.output import print_json, print_table
from tubulus.runs.data_files import list_data_files

__all__ = ["list_data"]


@click.command(name="list")
@json_option
def list_data(*, as_json: bool) -> None:
    """List the tables that are built in, with their licences, and the files that can be added."""
    files = list_data_files()
    if as_json:
        print_json([file.as_plain_data() for file in files])
        return
    print_table(
        ("table", "state", "rows", "licence", "source", "key of [screen]"),
        ((f.name, f.state, f.rows, f.licence, f.source, f.setting) for f in files),
    )
