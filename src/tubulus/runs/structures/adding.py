"""Add structures to a study: fetched or copied, checked, hashed, proposed as partners."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from tubulus.core.errors import InputError, Problem, StudyError
from tubulus.core.files import compute_file_hash, write_bytes
from tubulus.dock.partners.components import (
    Component,
    list_components,
    tell_doubtful_end,
)
from tubulus.dock.preparation.partners import PartnerRole
from tubulus.dock.structures.reading.files import SUFFIXES
from tubulus.runs.data_index import AddedFile, find_structures_folder, read_index, write_index
from tubulus.runs.structures.downloading import Outside, fetch_entry
from tubulus.runs.structures.finding import (
    drop_copies,
    find_name_clashes,
    list_structure_files,
)
from tubulus.runs.structures.genes import suggest_entry
from tubulus.runs.structures.partner_rows import ProposedRow, grow_partner_table
from tubulus.runs.structures.proposing import propose_rows
from tubulus.runs.structures.sources import Entry, read_entry

__all__ = ["Collected", "StructureAddition", "add_structures", "collect_structures", "keep_files"]

Clock = Callable[[], datetime]
_OUTSIDE = Outside()
_NAMES = "expected such as 1KTZ or P10600; a file is named with --from"


@dataclass(frozen=True, slots=True)
class StructureAddition:
    """What was added.

    Parameters
    ----------
    folder : Path
        Where the structures lie.
    files : tuple of AddedFile
        Their entries in the index.
    table : Path
        The table of partners.
    rows : tuple of ProposedRow
        Rows that were added to it.
    notes : tuple of str
        Sentences on what is left to do.
    """

    folder: Path
    files: tuple[AddedFile, ...]
    table: Path
    rows: tuple[ProposedRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collected:
    """A structure file that is whole and readable, before it joins the study."""

    name: str
    path: Path
    source: str
    entry: Entry | None
    components: tuple[Component, ...]


def add_structures(
    names: Sequence[str],
    study: Path,
    *,
    local: Path | None = None,
    role: PartnerRole | None = None,
    source: str = "",
    replace_existing: bool = False,
    outside: Outside = _OUTSIDE,
) -> StructureAddition:
    """Add structures to a study and propose rows of its table of partners.

    Parameters
    ----------
    names : sequence of str
        PDB entries (``1KTZ``) and UniProt accessions (``P10600``, for its predicted model).
        None: every structure of ``local``.
    study : Path
        Folder of the study; structures go to its ``insilico/structures``.
    local : Path, optional
        A structure file, or a folder with structures in it or its sub-folders; nothing is
        fetched then.
    role : {"ligand", "receptor"}, optional
        Role of every partner that is proposed; left out: told by the tables of pairs.
    source : str
        Where local files come from.
    replace_existing : bool
        Whether a file of a name with another content may be replaced.
    outside : Outside
        Opens addresses; only where ``local`` is absent.

    Raises
    ------
    InputError
        With every name that is none, or is not in ``local``, and every file that cannot be read.
    StudyError
        If nothing was named, or a file is there with another content.
    DownloadError
        If an entry cannot be fetched whole.

    Notes
    -----
    All files are whole and readable before the first one is copied. The table of partners only
    grows: rows that are there stay as they are, blank cells of ``role`` and ``family`` aside.
    """
    folder = find_structures_folder(study)
    with tempfile.TemporaryDirectory() as desk:
        found = collect_structures(
            names, local=local, desk=Path(desk), outside=outside, source=source
        )
        files = keep_files(folder, found, replace_existing=replace_existing, clock=outside.clock)
        doubts = [doubt for item in found if (doubt := tell_doubtful_end(item.path))]
    rows, notes = propose_rows(found, role)
    table = folder.parent / "partners.csv"
    added, said = grow_partner_table(table, rows)
    return StructureAddition(folder, files, table, added, (*doubts, *notes, *said))


def collect_structures(
    names: Sequence[str],
    *,
    local: Path | None,
    desk: Path,
    outside: Outside,
    source: str = "",
) -> tuple[Collected, ...]:
    """Find or fetch structures and read each once, so that only whole ones go further."""
    if not names and local is None:
        raise StudyError(
            "name PDB entries (1KTZ) or UniProt accessions (P10600), or a file or folder with "
            "--from"
        )
    entries, problems = _read_names(names)
    if local is not None:
        paths, missing = _find_local(entries, local) if names else _list_local(local)
        problems += missing
    if problems:
        raise InputError(problems)
    if local is not None:
        listed = [
            Collected(path.name, path, source or "not stated", entry, ()) for path, entry in paths
        ]
    else:
        listed = []
        for entry in entries:
            download = fetch_entry(entry, outside)
            path = desk / download.name
            write_bytes(path, download.content)
            listed.append(Collected(download.name, path, download.address, entry, ()))
    return _read_all(listed)


def _read_names(names: Sequence[str]) -> tuple[list[Entry], list[Problem]]:
    entries, problems = [], []
    for name in dict.fromkeys(names):
        entry = read_entry(name)
        if entry is None:
            message = "is neither a PDB entry nor a UniProt accession"
            remedy = suggest_entry(name) or _NAMES
            problems.append(Problem(name, 0, "", message, remedy))
        else:
            entries.append(entry)
    return list(dict.fromkeys(entries)), problems


Found = tuple[Path, Entry | None]


def _list_local(local: Path) -> tuple[list[Found], list[Problem]]:
    paths = list_structure_files(local)
    return [(path, _guess_entry(path)) for path in paths], find_name_clashes(local, paths)


def _guess_entry(path: Path) -> Entry | None:
    entry = read_entry(path.name[:4])
    return entry if entry is not None and entry.matches(path.name) else None


def _find_local(entries: Sequence[Entry], local: Path) -> tuple[list[Found], list[Problem]]:
    there = list_structure_files(local)
    paths: list[Found] = []
    problems = []
    for entry in entries:
        matching = drop_copies([path for path in there if entry.matches(path.name)])
        paths += [(path, entry) for path in matching[:1]]
        if len(matching) != 1:
            listed = ", ".join(path.name for path in matching)
            message = f"several files are of this entry: {listed}" if matching else "is not there"
            remedy = f"name the file with --from, or put {entry.name}.cif into {local.name}"
            problems.append(Problem(local.name, 0, entry.name, message, remedy))
    return paths, problems


def _read_all(listed: Sequence[Collected]) -> tuple[Collected, ...]:
    found: list[Collected] = []
    problems: list[Problem] = []
    for item in listed:
        try:
            found.append(replace(item, components=list_components(item.path)))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return tuple(found)


def keep_files(
    folder: Path, found: Sequence[Collected], *, replace_existing: bool, clock: Clock
) -> tuple[AddedFile, ...]:
    """Copy structures into a folder and record their hashes; all may go before one is copied."""
    for item in found:
        target = folder / item.name
        if not item.name.lower().removesuffix(".gz").endswith(SUFFIXES):
            raise StudyError(f"{item.name} has no ending of structures: {', '.join(SUFFIXES)}")
        if target.is_file() and not replace_existing:
            _require_same(target, item.path)
    known = {entry.file: entry for entry in read_index(folder)}
    files = []
    for item in found:
        target = folder / item.name
        content = item.path.read_bytes()
        write_bytes(target, content)
        made = AddedFile(
            kind="structure", file=item.name, sha256=compute_file_hash(target), size=len(content),
            added=clock().strftime("%Y-%m-%dT%H:%M:%SZ"), source=item.source,
            original=item.path.name, licence=item.entry.source.licence if item.entry else "",
            citation=item.entry.citation if item.entry else "",
        )  # fmt: skip
        before = known.get(item.name)
        same = before is not None and before.sha256 == made.sha256
        files.append(before if before is not None and same else made)
    write_index(folder, tuple((known | {entry.file: entry for entry in files}).values()))
    return tuple(files)


def _require_same(target: Path, path: Path) -> None:
    if compute_file_hash(target) != compute_file_hash(path):
        raise StudyError(
            f"{target} is there with another content; rename the new file or --replace"
        )
