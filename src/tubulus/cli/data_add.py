"""``tubulus data add``."""

from __future__ import annotations

from pathlib import Path

import click

from tubulus.cli.options import json_option
from tubulus.cli.output import print_json
from tubulus.cli.structure_list import print_structures
from tubulus.core.errors import StudyError
from tubulus.runs.data_adding import DataAddition, add_data
from tubulus.runs.structures import Outside, StructureAddition, add_decoys, add_structures

__all__ = ["add"]

_STRUCTURES = ("structures", "decoys")


@click.command()
@click.argument("kind")
@click.argument("names", metavar="[FILE | ENTRY...]", nargs=-1)
@click.option(
    "--study",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Study whose data the file joins; without it your own folder of data.",
)
@click.option("--source", default="", help="Where the file comes from: address and version.")
@click.option("--replace", is_flag=True, help="Replace a file of that name.")
@click.option(
    "--from",
    "local",
    type=click.Path(path_type=Path, exists=True),
    help="Structures: a file or folder of yours; nothing is fetched then.",
)
@click.option(
    "--role",
    type=click.Choice(["ligand", "receptor"]),
    help="Structures: role of the partners that are proposed.",
)
@json_option
def add(
    *,
    kind: str,
    names: tuple[str, ...],
    study: Path | None,
    source: str,
    replace: bool,
    local: Path | None,
    role: str | None,
    as_json: bool,
) -> None:
    """Check FILE (or folder) as a KIND of data, copy it, record its hash; nothing is downloaded.

    Only KIND structures and decoys can fetch: the ENTRIES of the Protein Data Bank (1KTZ) or of
    the AlphaFold database (P10600) that you name, each address told first; with --from nothing.
    """
    if kind in _STRUCTURES:
        print_structures(
            _add_structures(
                kind, names, _require_study(study),
                local=local, role=role, source=source, replace=replace,
            ),
            as_json=as_json,
        )  # fmt: skip
        return
    if local is not None or role is not None:
        raise StudyError("--from and --role are for structures and decoys alone")
    print_addition(
        add_data(kind, _require_file(names), study=study, source=source, replace_existing=replace),
        as_json=as_json,
    )


def _require_study(study: Path | None) -> Path:
    if study is None:
        raise StudyError("structures belong to a study: name it with --study")
    return study


def _require_file(names: tuple[str, ...]) -> Path:
    if len(names) != 1:
        raise click.UsageError("expected one FILE after the KIND")
    if not Path(names[0]).exists():
        raise click.UsageError(f"Path '{names[0]}' does not exist.")
    return Path(names[0])


def _add_structures(
    kind: str,
    names: tuple[str, ...],
    study: Path,
    *,
    local: Path | None,
    role: str | None,
    source: str,
    replace: bool,
) -> StructureAddition:
    outside = Outside(tell=lambda text: click.echo(text, err=True))
    if kind == "decoys":
        return add_decoys(names, study, local=local, replace_existing=replace, outside=outside)
    return add_structures(
        names,
        study,
        local=local,
        role="ligand" if role == "ligand" else "receptor" if role else None,
        source=source,
        replace_existing=replace,
        outside=outside,
    )


def print_addition(added: DataAddition, *, as_json: bool) -> None:
    """Print where a table lies now and the lines that use it."""
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
