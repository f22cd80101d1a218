"""Names of the files that hold the best pose of a pair."""

from __future__ import annotations

import re
from collections.abc import Collection

__all__ = ["name_pose_file"]


def name_pose_file(fixed: str, mobile: str, taken: Collection[str], ending: str = ".pdb") -> str:
    """Name the file of a pair below the results of docking; odd characters become ``_``.

    Two pairs whose safe names are alike get different files.
    """
    stem = "--".join(re.sub(r"[^A-Za-z0-9.+-]+", "_", name).strip(".") for name in (fixed, mobile))
    # names of files have a length, and some systems do not tell capitals apart
    stem = f"poses/{stem[:120]}"
    used = {name.rpartition(".")[0].lower() for name in taken}
    found, number = stem, 2
    while found.lower() in used:
        found, number = f"{stem}-{number}", number + 1
    return found + ending
