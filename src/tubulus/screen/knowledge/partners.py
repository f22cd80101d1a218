"""Map partners, proteins or complexes under any names, to approved symbols."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from tubulus.screen.identifiers.mapping import MappedName, map_name
from tubulus.screen.identifiers.table import load_identifiers
from tubulus.screen.knowledge.pair_source import LEFT_OUT_SCHEMA, SUBUNIT_JOIN
from tubulus.screen.reference import load_symbols

__all__ = ["PartnerMap", "join_subunits", "map_partners"]

_SPLIT = re.compile(r"[_+:&,;|]\s*")
_PREFIX = "COMPLEX:"


def join_subunits(symbols: Iterable[str]) -> str:
    """Write a complex: its subunits in ascending order, each once, joined by ``+``."""
    return SUBUNIT_JOIN.join(sorted(set(symbols)))


@dataclass(frozen=True, slots=True)
class PartnerMap:
    """What became of the names of partners.

    Parameters
    ----------
    partners : mapping of str to str
        Name as given, and the partner that it means.
    lost : mapping of str to MappedName
        Name as given, and the first of its parts that could not be mapped.
    """

    partners: Mapping[str, str] = field(default_factory=dict)
    lost: Mapping[str, MappedName] = field(default_factory=dict)

    def make_left_out(self, *columns: pl.Series) -> pl.DataFrame:
        """Return the names that were lost, with the number of rows that use each.

        Parameters
        ----------
        *columns : polars.Series
            The columns of names, of equal length.
        """
        used = pl.concat([column.rename("given") for column in columns])
        counted = dict(used.value_counts().iter_rows())
        rows = [
            (given, name.state, "; ".join(name.candidates), _explain(given, name), counted[given])
            for given, name in self.lost.items()
            if given in counted
        ]
        return pl.DataFrame(rows, schema=LEFT_OUT_SCHEMA, orient="row").sort("given")


def _explain(given: str, name: MappedName) -> str:
    part = "" if name.given.strip() == given.strip() else f"its part {name.given} "
    return f"{part}{name.reason}"


def map_partners(
    names: Iterable[str], *, complexes: Mapping[str, tuple[str, ...]] | None = None
) -> PartnerMap:
    """Map names of partners.

    Parameters
    ----------
    names : iterable of str
        Approved symbols, aliases, UniProt accessions, Entrez or Ensembl ids; a complex by its
        name in ``complexes`` or by its subunits, joined by one of ``_ + : & , ; |``.
    complexes : mapping of str to tuple of str, optional
        Named complexes and their subunits, under any identifiers.

    Notes
    -----
    A name is first taken whole and then by parts: a symbol may hold a separator. A complex of
    which one subunit is not known is lost as a whole; it is never made smaller.
    """
    unique = list(dict.fromkeys(names))
    numbers = sum(name.strip().isdecimal() for name in unique)
    mapper = _Mapper(complexes or {}, numbers_are_entrez=2 * numbers >= len(unique))
    partners: dict[str, str] = {}
    lost: dict[str, MappedName] = {}
    for name in unique:
        found = mapper.find_partner(name)
        if isinstance(found, str):
            partners[name] = found
        else:
            lost[name] = found
    return PartnerMap(partners, lost)


class _Mapper:
    """Maps single names once each; the large table is read when a name asks for it."""

    def __init__(
        self, complexes: Mapping[str, tuple[str, ...]], *, numbers_are_entrez: bool
    ) -> None:
        self._complexes = complexes
        self._entrez = numbers_are_entrez
        self._known = load_symbols().known
        self._seen: dict[str, MappedName] = {}

    def find_partner(self, given: str) -> str | MappedName:
        """Return the partner, or the part that could not be mapped."""
        if given in self._complexes:
            return self._join(self._complexes[given])
        bare = given.strip()
        if bare.startswith(_PREFIX):
            return self._join(_SPLIT.split(bare.removeprefix(_PREFIX)))
        whole = self._map(bare)
        if whole.symbol is not None:
            return whole.symbol
        parts = [part for part in _SPLIT.split(bare) if part]
        found = self._join(parts) if len(parts) > 1 else whole
        return whole if isinstance(found, MappedName) and found.state == "lost" else found

    def _join(self, parts: Iterable[str]) -> str | MappedName:
        mapped = [self._map(part) for part in parts]
        bad = next((name for name in mapped if name.symbol is None), None)
        return bad or join_subunits(name.symbol for name in mapped if name.symbol)

    def _map(self, name: str) -> MappedName:
        if name in self._known:
            return MappedName(name, "mapped", name, "approved symbol")
        if name not in self._seen:
            table = load_identifiers()
            self._seen[name] = map_name(name, table, numbers_are_entrez=self._entrez)
        return self._seen[name]
