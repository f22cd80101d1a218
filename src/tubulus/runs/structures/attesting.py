"""Whether a structure file is of the entry whose name it bears, by what it says itself."""

from __future__ import annotations

from pathlib import Path

from tubulus.dock.structures.reading.files import read_structure_text
from tubulus.dock.structures.reading.origin import read_entry, read_entry_name, read_title
from tubulus.dock.structures.reading.predictions import tells_prediction
from tubulus.dock.structures.reading.read import parse_structure
from tubulus.runs.structures.sources import PDB, Entry

__all__ = ["attest_entry"]


def attest_entry(path: Path, entry: Entry | None, *, is_fetched: bool) -> Entry | None:
    """Return the entry of a file where its content names it; None where that is not known.

    Terms and citation are those of an entry, and a file name is none: own models are called
    ``1run.cif`` too.

    Parameters
    ----------
    path : Path
        Structure file that can be read.
    entry : Entry or None
        What it is called, or was asked for as.
    is_fetched : bool
        Whether it comes from the address of the entry; then it may be silent, but name no other.

    Notes
    -----
    A measured entry is named by ``HEADER`` or ``_entry.id`` and declares no prediction; a model of
    the AlphaFold database declares one, by ``_entry.id`` or in its title with the accession.
    """
    if entry is None:
        return None
    source = read_structure_text(path)
    parsed = parse_structure(source)
    is_predicted = tells_prediction(parsed, source)
    if entry.source is PDB:
        name = read_entry(parsed)
        is_named = name == entry.name and not is_predicted
        is_silent = not name and not is_predicted
    else:
        name = read_entry_name(parsed)
        listed = f"({entry.name})" in read_title(parsed).upper()
        is_named = is_predicted and (name.startswith(f"AF-{entry.name}-") or listed)
        is_silent = not name
    return entry if is_named or (is_fetched and is_silent) else None
