"""Map a list of identifiers and report what became of each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from tubulus.screen.identifiers.mapping import MAPPING_STATES, MappedName, map_name
from tubulus.screen.identifiers.table import load_identifiers

__all__ = ["MAPPING_SCHEMA", "MappingReport", "map_identifiers"]

MAPPING_SCHEMA = {
    "line": pl.Int64,
    "given": pl.String,
    "state": pl.String,
    "symbol": pl.String,
    "through": pl.String,
    "candidates": pl.String,
    "reason": pl.String,
    "same_as_line": pl.Int64,
}
"""Columns of the table ``cargo_mapping``; ``same_as_line`` points to the first line of a gene."""

_NAMED = 5
_WORDS = {
    "repaired": "dates made by a spreadsheet that could be mended",
    "ambiguous": "ambiguous (names of several genes, none chosen)",
    "not_coding": "names of genes that code for no protein",
    "not_human": "written like, or known as, names of another species",
    "lost": "not known",
}
_SHARE_OF_A_FOREIGN_LIST = 0.5


@dataclass(frozen=True, slots=True)
class MappingReport:
    """What became of every identifier of a list, in its order.

    Parameters
    ----------
    names : tuple of MappedName
        One an identifier.
    lines : tuple of int
        The line on which each stands.
    """

    names: tuple[MappedName, ...]
    lines: tuple[int, ...]

    @property
    def symbols(self) -> tuple[str, ...]:
        """The genes that were found, each once, in the order of the list."""
        return tuple(dict.fromkeys(name.symbol for name in self.names if name.symbol))

    @property
    def duplicates(self) -> tuple[int | None, ...]:
        """For each identifier the line on which its gene stands first, None for a first one."""
        first: dict[str, int] = {}
        found: list[int | None] = []
        for name, line in zip(self.names, self.lines, strict=True):
            found.append(first.get(name.symbol) if name.symbol else None)
            if name.symbol:
                first.setdefault(name.symbol, line)
        return tuple(found)

    @property
    def counts(self) -> dict[str, int]:
        """How many identifiers were given, met each fate and named a gene again."""
        states = Counter(name.state for name in self.names)
        return {
            "given": len(self.names),
            **{state: states[state] for state in MAPPING_STATES},
            "duplicated": sum(line is not None for line in self.duplicates),
            "genes": len(self.symbols),
        }

    @property
    def looks_foreign(self) -> bool:
        """Whether most names are those of another species."""
        foreign = self.counts["not_human"]
        return foreign > _SHARE_OF_A_FOREIGN_LIST * max(len(self.names), 1)

    def make_frame(self) -> pl.DataFrame:
        """Return one row an identifier with the columns of ``MAPPING_SCHEMA``."""
        rows = [
            (
                line, name.given, name.state, name.symbol, name.through,
                "; ".join(name.candidates), name.reason, again,
            )
            for line, name, again in zip(self.lines, self.names, self.duplicates, strict=True)
        ]  # fmt: skip
        return pl.DataFrame(rows, schema=MAPPING_SCHEMA, orient="row")

    def describe(self) -> tuple[str, ...]:
        """Describe the mapping in sentences, the losses by name."""
        counts = self.counts
        head = f"{counts['given']} identifiers name {counts['genes']} human protein-coding genes."
        sentences = [head]
        for state, words in _WORDS.items():
            named = [name.given for name in self.names if name.state == state]
            if named:
                sentences.append(f"{len(named)} {words}: {_shorten(named)}.")
        if counts["duplicated"]:
            sentences.append(f"{counts['duplicated']} name a gene that stands on an earlier line.")
        return tuple(sentences)


def _shorten(names: Sequence[str]) -> str:
    unique = list(dict.fromkeys(names))
    rest = len(unique) - _NAMED
    return ", ".join(unique[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def map_identifiers(names: Iterable[str], *, lines: Sequence[int] | None = None) -> MappingReport:
    """Map identifiers of any kind to approved symbols of human protein-coding genes.

    Parameters
    ----------
    names : iterable of str
        Symbols, aliases, UniProt accessions, Entrez ids, Ensembl genes, mixed as they come.
    lines : sequence of int, optional
        The line on which each stands; counted from 1 where left out.

    Returns
    -------
    MappingReport
        With one entry a name, in the order given.

    Notes
    -----
    Bare numbers are Entrez ids only where at least half of the names are numbers: a spreadsheet
    keeps the date it made of a gene name as a number too.
    """
    given = list(names)
    numbers = sum(name.strip().removesuffix(".0").isdecimal() for name in given)
    table = load_identifiers()
    are_entrez = 2 * numbers >= len(given)
    mapped = tuple(map_name(name, table, numbers_are_entrez=are_entrez) for name in given)
    return MappingReport(mapped, tuple(lines or range(1, len(given) + 1)))
