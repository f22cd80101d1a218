"""The data behind the evidence: version and hash of each table, and what reading it left out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from markupsafe import Markup

from tubulus.report.material import Material
from tubulus.report.tables.frame import Column, ShownTable
from tubulus.report.tables.screening.candidates import list_screen_origins

__all__ = ["make_data_table"]

_NOT_FILES = {"code", "tables"}
"""Inputs of a step that name no file."""


def make_data_table(material: Material, screen: Mapping[str, Any]) -> ShownTable | None:
    """List tables with version and SHA-256, files after them, and the notes of their reading."""
    named = [row for row in screen.get("data") or () if isinstance(row, Mapping)]
    notes = [
        str(note) for key in ("evidence_notes", "cargo_notes") for note in screen.get(key) or ()
    ]
    hashes = _list_files(material)
    rows = [_describe_table(row, hashes) for row in named]
    listed = {digest for _, _, digest in rows}
    rows += [(name, "", digest) for name, digest in hashes.items() if digest not in listed]
    if not rows and not notes:
        return None
    return ShownTable(
        id="table-screen-data",
        caption="Data behind the evidence: versions, hashes, what was left out",
        stub="Table or file",
        columns=(Column("Version"), Column("SHA-256")),
        rows=[("", name, (version or "–", _set_hash(digest))) for name, version, digest in rows],
        notes=notes,
        origins=list_screen_origins(material),
    )


def _list_files(material: Material) -> dict[str, str]:
    """List the files that the screen read, with the hash that its provenance holds."""
    records = material.results.manifest.get("provenance")
    records = records if isinstance(records, Mapping) else {}
    record = records.get(material.find_provenance("screen"))
    inputs = record.get("inputs") if isinstance(record, Mapping) else None
    inputs = inputs if isinstance(inputs, Mapping) else {}
    return {str(name): str(digest) for name, digest in inputs.items() if name not in _NOT_FILES}


def _describe_table(row: Mapping[str, Any], hashes: Mapping[str, str]) -> tuple[str, str, str]:
    name = str(row.get("name") or "")
    digest = str(row.get("sha256") or "")
    if not digest:
        # a network goes by the name of its file and what kind of list it is
        digest = next(
            (of for file, of in hashes.items() if name.startswith(PurePosixPath(file).name)), ""
        )
    return name, str(row.get("version") or ""), digest


def _set_hash(digest: str) -> str | Markup:
    return Markup("<code>{}</code>").format(digest) if digest else "built in"
