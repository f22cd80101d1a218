"""The 3D library that comes with the package, as one script for the page."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

__all__ = ["LIBRARY_FILE", "LIBRARY_SHA256", "LICENCE_FILES", "load_library"]

LIBRARY_FILE = "3dmol-2.5.5.min.js"
"""3Dmol.js 2.5.5 as published: ``build/3Dmol-min.js`` of the package ``3dmol``; BSD-3-Clause."""

LICENCE_FILES = ("3dmol-2.5.5.LICENSE.txt", "3dmol-2.5.5.BUNDLED.txt")
"""Licence of the library as published, and of what its file bundles."""

LIBRARY_SHA256 = "f7cc78921ae72e7623e89cdd111434f58c2efddd2ffda1cd212644b406fb8016"
"""Hash of the published file; a test compares it with what is shipped."""


@cache
def load_library() -> str:
    """Return the library as the text of a script element, its licences in front.

    Whoever hands on a report hands on the library. A ``</script`` in one of its texts would end
    the element, and a parser of HTML turns carriage returns into line feeds, which would change
    the hash that the policy of the page names.
    """
    folder = files("tubulus.report.viewer")
    library, *licences = (
        folder.joinpath(name).read_bytes().decode("utf-8")
        for name in (LIBRARY_FILE, *LICENCE_FILES)
    )
    text = "\n".join(["/*!", *licences, "*/", library])
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"</(?=script)", r"<\\/", text, flags=re.IGNORECASE)
