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
    built_in = [file for file in files if not file.kind]
    print_table(
        ("table", "state", "rows", "licence", "source", "version", "sha256", "key"),
        (
            (f.name, f.state, f.rows, f.licence, f.source, f.version, f.sha256[:12], f.setting)
            for f in built_in
        ),
        title="Built in or installed",
        whole=("key",),
    )
    click.echo()
    print_table(
        ("kind", "what", "what for", "where to get it", "columns", "licence", "key"),
        (
            (f.kind, f.name, f.purpose, f.source, ", ".join(f.columns), f.licence, f.setting)
            for f in files
            if f.kind
        ),
        title="Can be added with tubulus data add KIND FILE; nothing is downloaded but structures "
        "that you name",
        whole=("kind", "key"),
    )
