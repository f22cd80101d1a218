"""Add a file to the data of a study or of the user: checked, copied, hashed, never downloaded."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from tubulus.core.errors import StudyError
from tubulus.core.files import compute_file_hash, replace_file, write_bytes
from tubulus.runs.data_index import (
    INDEX_NAME,
    AddedFile,
    find_data_folder,
    read_index,
    write_index,
)
from tubulus.runs.data_kinds import DataKind, find_data_kind
from tubulus.screen.cargo.panels import build_panel, derive_detection
from tubulus.screen.cargo.raw_table import RawTable
from tubulus.screen.cargo.table_files import read_raw_table

__all__ = ["DataAddition", "add_data"]

Clock = Callable[[], datetime]
_FOLDER_TABLES = "*_input.*"


@dataclass(frozen=True, slots=True)
class DataAddition:
    """What was added.

    Parameters
    ----------
    folder : Path
        Where the files lie now.
    files : tuple of AddedFile
        Their entries in the index.
    section : str
        Section of the study file that names such files.
    settings : tuple of str
        Lines of that section that use them; empty outside a study.
    notes : tuple of str
        Sentences on what was made of the file.
    """

    folder: Path
    files: tuple[AddedFile, ...]
    section: str
    settings: tuple[str, ...]
    notes: tuple[str, ...]


def add_data(
    kind: str,
    source_path: Path,
    *,
    study: Path | None = None,
    source: str = "",
    replace_existing: bool = False,
    clock: Clock = lambda: datetime.now(UTC),
) -> DataAddition:
    """Check a file and copy it into the folder of added data.

    Parameters
    ----------
    kind : str
        One of ``DATA_KINDS``. A ``comparator`` may be a folder of lists or a database download:
        the panel and the detection counts are made from it and kept. Of a folder of tables, the
        tables are copied into a folder of its name.
    source_path : Path
        The file or folder; it stays where it is.
    study : Path, optional
        The study whose data it joins; the user's own folder otherwise.
    source : str
        Where it comes from: address and version.
    replace_existing : bool
        Whether a file of that name with another content may be replaced.

    Raises
    ------
    InputError
        With every problem of the file.
    StudyError
        If the kind is unknown, or a file of that name is there with another content or was added
        as another kind.
    """
    wanted = find_data_kind(kind)
    folder = find_data_folder(study)
    if not source_path.exists():
        raise StudyError(f"there is no file {source_path}")
    entries = read_index(folder)
    made = AddedFile(
        kind, source_path.name, "", 0, clock().strftime("%Y-%m-%dT%H:%M:%SZ"),
        source or "not stated", source_path.name,
    )  # fmt: skip
    if wanted.name == "comparator" and _needs_building(source_path):
        files, notes = _build_comparator(folder, source_path, made, replace_existing)
    else:
        wanted.require_format(source_path)
        paths = _list_tables(source_path) if wanted.is_folder else [source_path]
        for path in paths:
            if not replace_existing:
                _require_kind(entries, _place(path, wanted), kind)
            _require_free(folder / _place(path, wanted), compute_file_hash(path), replace_existing)
        files = tuple(
            _copy(folder, path, replace(made, file=_place(path, wanted))) for path in paths
        )
        notes = ()
    kept = {entry.file: entry for entry in entries} | {entry.file: entry for entry in files}
    write_index(folder, tuple(kept.values()))
    section = wanted.setting.rpartition(".")[0]
    settings = _suggest_settings(files, wanted) if study is not None else ()
    return DataAddition(folder, files, section, settings, notes)


def _list_tables(folder: Path) -> list[Path]:
    return sorted(folder.glob(_FOLDER_TABLES))


def _place(path: Path, kind: DataKind) -> str:
    """Return the name of a file within the folder of added data."""
    return f"{path.absolute().parent.name}/{path.name}" if kind.is_folder else path.name


def _needs_building(path: Path) -> bool:
    """Tell whether a comparator is a folder or a download and not the table of a panel."""
    if path.is_dir():
        return True
    table: RawTable = read_raw_table(path)
    return not table.has_columns(("list_id", "symbol"))


def _copy(folder: Path, source_path: Path, made: AddedFile) -> AddedFile:
    digest = compute_file_hash(source_path)
    target = folder / made.file
    target.parent.mkdir(parents=True, exist_ok=True)
    with replace_file(target) as stream, source_path.open("rb") as content:
        shutil.copyfileobj(content, stream)
    if compute_file_hash(target) != digest:
        raise StudyError(f"{source_path} changed while it was copied; add it again")
    size = target.stat().st_size
    return replace(made, sha256=digest, size=size, original=source_path.name)


def _build_comparator(
    folder: Path, source_path: Path, made: AddedFile, replace_existing: bool
) -> tuple[tuple[AddedFile, ...], tuple[str, ...]]:
    panel = build_panel(source_path)
    tables = {
        ("comparator", "comparator.csv"): panel.frame,
        ("detection", "detection.csv"): derive_detection(panel),
    }
    contents = {name: _write_table(frame) for name, frame in tables.items()}
    files = []
    for (kind, name), content in contents.items():
        target = folder / name
        if target.exists() and target.read_bytes() != content and not replace_existing:
            raise _refuse_to_replace(target)
        write_bytes(target, content)
        size = len(content)
        entry = replace(made, kind=kind, file=name, sha256=compute_file_hash(target), size=size)
        files.append(entry)
    notes = [f"The panel holds {panel.n_lists} lists of distinct content."]
    notes += [f"Left out: {name} {reason}." for name, reason in panel.left_out]
    return tuple(files), tuple(notes)


def _write_table(frame: pl.DataFrame) -> bytes:
    return frame.write_csv().encode("utf-8")


def _require_free(target: Path, digest: str, replace_existing: bool) -> None:
    if target.name == INDEX_NAME:
        raise StudyError(f"{INDEX_NAME} is the name of the index; rename the file")
    if target.exists() and not replace_existing and compute_file_hash(target) != digest:
        raise _refuse_to_replace(target)


def _require_kind(entries: tuple[AddedFile, ...], name: str, kind: str) -> None:
    """Refuse a file that the index knows as another kind: a key may name it already."""
    for entry in entries:
        if entry.file == name and entry.kind != kind:
            raise StudyError(
                f"{name} was added as {entry.kind}; rename the new file, or --replace to have it "
                f"as {kind}"
            )


def _refuse_to_replace(target: Path) -> StudyError:
    return StudyError(f"{target} is there with another content; rename the new file or --replace")


def _suggest_settings(files: tuple[AddedFile, ...], wanted: DataKind) -> tuple[str, ...]:
    """Write the lines of the study file that use the files."""
    if wanted.name == "comparator":
        return tuple(_name_file(find_data_kind(entry.kind), entry.file) for entry in files)
    place = files[0].file.rpartition("/")[0] if wanted.is_folder else files[0].file
    lines = [_name_file(wanted, place)]
    if wanted.pair_source:
        lines.append(f'pair_sources = ["builtin", "{wanted.pair_source}"]')
    return tuple(lines)


def _name_file(kind: DataKind, name: str) -> str:
    """Write the line that names a file, as a list where its key takes several."""
    key, value = kind.setting.rpartition(".")[2], f'"insilico/data/{name}"'
    return f"{key} = [{value}]" if kind.is_list else f"{key} = {value}"
