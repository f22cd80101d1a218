"""Structure files that were named, found or fetched, and read as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tubulus.core.errors import InputError, Problem, StudyError
from tubulus.core.files import write_bytes
from tubulus.dock.partners.components import Component, list_components
from tubulus.runs.structures.attesting import attest_entry
from tubulus.runs.structures.downloading import Outside, fetch_entry
from tubulus.runs.structures.finding import drop_copies, find_name_clashes, list_structure_files
from tubulus.runs.structures.genes import suggest_entry
from tubulus.runs.structures.sources import Entry, read_entry

__all__ = ["Collected", "collect_structures"]

_LONG = "pdb_00001ktz"
_NAMES = "expected such as 1KTZ or P10600; a file is named with --from"


@dataclass(frozen=True, slots=True)
class Collected:
    """A structure file that is whole and readable, before it joins the study.

    ``entry`` is what the file is called, ``attested`` the same where its content says so too.
    """

    name: str
    path: Path
    source: str
    entry: Entry | None
    components: tuple[Component, ...]
    attested: Entry | None = None


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
    return _read_all(listed, is_fetched=local is None)


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
    start = path.name[: len(_LONG)] if path.name.lower().startswith(_LONG[:8]) else path.name[:4]
    entry = read_entry(start)
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


def _read_all(listed: Sequence[Collected], *, is_fetched: bool) -> tuple[Collected, ...]:
    found: list[Collected] = []
    problems: list[Problem] = []
    for item in listed:
        try:
            components = list_components(item.path)
            attested = attest_entry(item.path, item.entry, is_fetched=is_fetched)
            found.append(replace(item, components=components, attested=attested))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return tuple(found)
