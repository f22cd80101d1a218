"""The files that the settings of a screen name."""

from __future__ import annotations

from pathlib import Path

from tubulus.screen.settings import EVIDENCE_FOLDERS, ScreenSettings

__all__ = ["list_screen_files"]

_TABLES = "*_input.*"
"""Tables of CellPhoneDB, the one source that is a folder."""


def list_screen_files(
    settings: ScreenSettings, folder: Path
) -> tuple[tuple[tuple[str | int, ...], str], ...]:
    """List every file that a screen reads.

    Parameters
    ----------
    settings : ScreenSettings
        The settings; names are relative to the folder.
    folder : Path
        The study folder.

    Returns
    -------
    tuple of (key, name)
        The place of the name within ``[screen]``, and the name. A folder stands for the tables in
        it, or for itself where it is not there or holds none.
    """
    found: list[tuple[tuple[str | int, ...], str]] = []
    for key, name in settings.list_names():
        is_folder = key[-1] in EVIDENCE_FOLDERS
        tables = sorted(path.name for path in (folder / name).glob(_TABLES)) if is_folder else []
        found += [(key, f"{name}/{table}") for table in tables] or [(key, name)]
    return tuple(found)
