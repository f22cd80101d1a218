"""Identifiers: the short names by which a study, an arm, a visit, a form or an item is known.

An identifier is written in lower case with digits, ``-`` and ``_``, starts with a letter and has
at most 40 characters, so that it can stand in a file name, a column name and an expression.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

__all__ = ["IDENTIFIER_PATTERN", "is_identifier", "suggest_name"]

IDENTIFIER_PATTERN = r"^[a-z][a-z0-9_-]{0,39}$"
"""The pattern of an identifier, for models that validate by pattern."""

# matched in full: ``$`` alone would let a final line feed pass
_IDENTIFIER = re.compile(IDENTIFIER_PATTERN)


def is_identifier(text: str) -> bool:
    """Tell whether a text can serve as an identifier."""
    return bool(_IDENTIFIER.fullmatch(text))


def suggest_name(name: str, known: Iterable[str]) -> str:
    """Return the remedy for an unknown name: the nearest known one, or what is known.

    Parameters
    ----------
    name : str
        The name that was not found.
    known : iterable of str
        The names that exist.

    Returns
    -------
    str
        ``did you mean 'x'?`` where one is near, otherwise the list of known names (ten at most).
    """
    names = sorted(set(known))
    alike = [other for other in names if other.casefold() == name.casefold()]
    near = alike or difflib.get_close_matches(name, names, n=1, cutoff=0.7)
    if near:
        return f"did you mean '{near[0]}'?"
    if not names:
        return "none is declared"
    shown = ", ".join(names[:10])
    return f"expected one of: {shown}" + (", ..." if len(names) > 10 else "")
