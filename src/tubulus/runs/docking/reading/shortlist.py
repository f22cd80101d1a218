"""Which pairs are asked where no table names them: the shortlist of the screen."""

from __future__ import annotations

from shlex import quote

from tubulus.core.errors import StudyError
from tubulus.core.files import compute_text_hash
from tubulus.core.results import ResultError, Results, read_results
from tubulus.runs.docking.reading.asked_pairs import AskedPairs, match_shortlist
from tubulus.runs.docking.reading.tables import DockTables
from tubulus.runs.workspace import Workspace

__all__ = ["hash_shortlist", "resolve_pairs"]


def resolve_pairs(workspace: Workspace, tables: DockTables) -> AskedPairs:
    """Return the asked pairs, from the shortlist where no table names them.

    Raises
    ------
    StudyError
        If there is no shortlist yet.
    """
    if tables.asked is not None:
        return tables.asked
    return match_shortlist(_read_screen(workspace), tables.partners)


def _read_screen(workspace: Workspace) -> Results:
    try:
        return read_results(workspace.folder.results / "screen")
    except ResultError as error:
        raise StudyError(
            "the pairs to dock are the shortlist of the screen, and there is none to be read "
            f"({error}); run: tubulus screen run {quote(str(workspace.folder.path))}"
        ) from error


def hash_shortlist(workspace: Workspace) -> str:
    """Hash which pairs stand on the shortlist and in which order; a word where there is none."""
    try:
        shortlist = read_results(workspace.folder.results / "screen").get_table("shortlist")
    except ResultError:
        return "missing"
    if shortlist is None:
        return "missing"
    rows = shortlist.select("rank", "ligand", "receptor").iter_rows()
    return compute_text_hash(*(str(cell) for row in rows for cell in row))
