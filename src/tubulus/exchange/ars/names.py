"""Identifiers of the parts of a reporting event: readable, unique, the same in every run."""

from __future__ import annotations

import re

__all__ = ["Names", "make_identifier"]


def make_identifier(*parts: str) -> str:
    """Make an identifier of words: letters, digits and dots, parts joined by underscores."""
    words = (re.sub(r"[^A-Za-z0-9._]+", "-", part).strip("-") for part in parts if part)
    return "_".join(word for word in words if word)


class Names:
    """Gives each key one identifier; keys whose words are equal get a number behind."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, ...], str] = {}
        self._taken: set[str] = set()

    def name(self, key: tuple[str, ...], *words: str) -> str:
        """Return the identifier of a key, a new one of these words if it has none yet."""
        if key not in self._given:
            wanted = make_identifier(*words)
            found, number = wanted, 1
            while found in self._taken:
                number += 1
                found = f"{wanted}.{number}"
            self._taken.add(found)
            self._given[key] = found
        return self._given[key]
