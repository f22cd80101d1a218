"""The envelope in which results travel: typed tables in Parquet under one JSON manifest.

A folder of results holds ``manifest.json`` and one ``<kind>.parquet`` a table. The manifest names
each table with its hash, so that a reader can tell whether a file was changed since.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from tubulus.core.errors import StudyError
from tubulus.core.files import compute_file_hash, compute_text_hash, write_bytes, write_text
from tubulus.core.identifiers import is_identifier

__all__ = ["MANIFEST_NAME", "ResultError", "Results", "read_results", "write_results"]

MANIFEST_NAME = "manifest.json"
_SEAL = "sha256"


class ResultError(StudyError):
    """A folder of results is missing, incomplete or was changed."""

    code = "E120"


@dataclass(frozen=True, slots=True)
class Results:
    """Tables of one or several steps and the manifest that describes them.

    Parameters
    ----------
    tables : mapping of str to polars.DataFrame
        Kind of table (``estimates``, ``interactions``, ``findings`` ...) to its rows.
    manifest : mapping
        Plain data: study, provenance records, notes.
    """

    tables: Mapping[str, pl.DataFrame]
    manifest: Mapping[str, Any] = field(default_factory=dict)

    def get_table(self, kind: str) -> pl.DataFrame | None:
        """Return the table of a kind, or None where the run made none."""
        return self.tables.get(kind)


def write_results(folder: Path, results: Results) -> None:
    """Write tables first and the manifest last: a folder without a manifest is not a result.

    Tables that an earlier run wrote and this one did not make are removed at the end.

    Raises
    ------
    ValueError
        If the kind of a table is no identifier.
    """
    hashes: dict[str, str] = {}
    earlier = _list_earlier_tables(folder)
    for kind, frame in sorted(results.tables.items()):
        _require_kind(kind)
        buffer = io.BytesIO()
        frame.write_parquet(buffer, compression="zstd", statistics=False)
        path = folder / f"{kind}.parquet"
        write_bytes(path, buffer.getvalue())
        hashes[kind] = compute_file_hash(path)
    manifest = {**results.manifest, "tables": hashes}
    # what is hashed is what a reader will find in the file
    plain = json.loads(json.dumps(manifest, default=str))
    sealed = {**plain, _SEAL: _compute_seal(plain)}
    write_text(
        folder / MANIFEST_NAME,
        json.dumps(sealed, indent=1, sort_keys=True, ensure_ascii=False) + "\n",
    )
    for kind in earlier - set(hashes):
        (folder / f"{kind}.parquet").unlink(missing_ok=True)


def _compute_seal(manifest: Mapping[str, Any]) -> str:
    return compute_text_hash(json.dumps(manifest, sort_keys=True))


def _list_earlier_tables(folder: Path) -> set[str]:
    try:
        return set(_read_manifest(folder)["tables"])
    except ResultError:
        return set()


def _require_kind(kind: str) -> None:
    if not is_identifier(kind):
        raise ValueError(f"'{kind}' cannot name a table; use an identifier")


def _read_manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST_NAME
    if not path.is_file():
        raise ResultError(f"{folder} holds no results; run the analysis first")
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ResultError(f"{path} is not a manifest ({error}); run again") from error
    tables = manifest.get("tables") if isinstance(manifest, dict) else None
    # a name that is no identifier could lead out of the folder
    if not isinstance(tables, dict) or not all(map(is_identifier, tables)):
        raise ResultError(f"{path} is not a manifest (it lists no tables); run again")
    seal = manifest.pop(_SEAL, None)
    if seal != _compute_seal(manifest):
        raise ResultError(f"{path} was changed after the run that wrote it; run again")
    return dict(manifest)


def read_results(folder: Path, *, verify: bool = True) -> Results:
    """Read a folder of results.

    Raises
    ------
    ResultError
        If there is no manifest or it is not one, a table is missing, or (with ``verify``) a
        table's hash differs.
    """
    manifest = _read_manifest(folder)
    tables: dict[str, pl.DataFrame] = {}
    for kind, expected in manifest["tables"].items():
        file = folder / f"{kind}.parquet"
        if not file.is_file():
            raise ResultError(f"{file} is missing; run again")
        if verify and compute_file_hash(file) != expected:
            raise ResultError(f"{file} was changed after the run that wrote it; run again")
        tables[kind] = pl.read_parquet(file)
    return Results(tables, manifest)
