"""Add structures to a study: fetched or copied, checked, hashed, proposed as partners."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tubulus.dock.partners.file_doubts import list_doubts
from tubulus.dock.preparation.partners import PartnerRole
from tubulus.runs.data_index import AddedFile, find_structures_folder
from tubulus.runs.structures.collecting import collect_structures
from tubulus.runs.structures.downloading import Outside
from tubulus.runs.structures.keeping import keep_files
from tubulus.runs.structures.partner_rows import ProposedRow, grow_partner_table
from tubulus.runs.structures.proposing import propose_rows

__all__ = ["StructureAddition", "add_structures"]

_OUTSIDE = Outside()


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
        doubts = [doubt for item in found for doubt in list_doubts(item.path)]
    rows, notes = propose_rows(found, role)
    table = folder.parent / "partners.csv"
    added, said = grow_partner_table(table, rows)
    return StructureAddition(folder, files, table, added, (*doubts, *notes, *said))
