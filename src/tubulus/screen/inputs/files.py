"""The files that the settings of a screen name."""

from __future__ import annotations

from pathlib import Path

from tubulus.screen.settings import EVIDENCE_FOLDERS, ScreenSettings

__all__ = ["list_screen_files"]

_FILES = ("cargo_file", "receptors_file", "detection_file", "comparator_file")


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
        it, or for itself where it is not there.
    """
    evidence = settings.evidence
    found: list[tuple[tuple[str | int, ...], str]] = [
        ((key,), name) for key in _FILES if (name := getattr(settings, key))
    ]
    found += [(("evidence", *key), name) for key, name in evidence.list_files()]
    for key in EVIDENCE_FOLDERS:
        if name := getattr(evidence, key):
            tables = sorted(path.name for path in (folder / name).glob("*.csv"))
            names = [f"{name}/{table}" for table in tables] or [name]
            found += [(("evidence", key), each) for each in names]
    return tuple(found)
