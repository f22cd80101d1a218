"""Structures that joined a study, with the rows of partners that are proposed."""

from __future__ import annotations

import click

from tubulus.cli.output import print_json, print_table
from tubulus.runs.data_index import INDEX_NAME
from tubulus.runs.structures import StructureAddition

__all__ = ["print_structures"]


def print_structures(added: StructureAddition, *, as_json: bool) -> None:
    """Print files with hash, terms and source, then the proposed rows and what is left to do."""
    if as_json:
        print_json(
            {
                "files": [
                    {
                        "file": str(added.folder / f.file), "sha256": f.sha256,
                        "source": f.source, "licence": f.licence, "citation": f.citation,
                    }
                    for f in added.files
                ],
                "table": str(added.table),
                "rows": [row.as_cells() for row in added.rows],
                "notes": added.notes,
            }
        )  # fmt: skip
        return
    for entry in added.files:
        click.echo(f"{added.folder / entry.file}  sha256 {entry.sha256}")
        click.echo(f"  from {entry.source}" + (f"; {entry.licence}" if entry.licence else ""))
    if any(entry.citation for entry in added.files):
        click.echo(f"What to cite for each file stands in {added.folder / INDEX_NAME}.")
    if added.rows:
        print_table(
            ("partner", "role", "file", "chains", "accession", "family"),
            (
                (r.partner, r.role or "?", r.file, r.chains, r.accession, r.family)
                for r in added.rows
            ),
            title=f"Proposed partners in {added.table}: check each row",
        )
    for note in added.notes:
        click.echo(note)
