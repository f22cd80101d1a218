"""Map one identifier to the approved symbol of a human protein-coding gene.

In this order, and the first that knows the name decides: approved symbol, UniProt accession,
Ensembl gene, Entrez id, alias or former symbol, a date that a spreadsheet made of a name. A name of
several coding genes is ambiguous and stays so; that a name is also borne by a non-coding gene or a
pseudogene does not matter for proteins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from tubulus.screen.identifiers.excel_dates import (
    list_names_behind_date,
    list_names_behind_serial,
)
from tubulus.screen.identifiers.table import RENAMED, TABLE_DATE, IdentifierTable

__all__ = ["MAPPING_STATES", "MappedName", "MappingState", "map_name", "read_accession"]

MappingState = Literal["mapped", "repaired", "ambiguous", "not_coding", "not_human", "lost"]
MAPPING_STATES: tuple[MappingState, ...] = (
    "mapped", "repaired", "ambiguous", "not_coding", "not_human", "lost",
)  # fmt: skip
"""What became of an identifier; only ``mapped`` and ``repaired`` give a symbol."""

_ACCESSION = re.compile(
    # UniProt's own pattern (https://www.uniprot.org/help/accession_numbers), then isoform or chain
    r"([OPQ]\d[A-Z0-9]{3}\d|[A-NR-Z]\d(?:[A-Z][A-Z0-9]{2}\d){1,2})(?:-\d+|-PRO_\d+)?(?:\.\d+)?"
)
_HEADER = re.compile(r"(?:sp|tr)\|([^|]+)\|(\w*)")
_ENTRY_NAME = re.compile(r"[A-Z0-9]{1,10}_([A-Z0-9]{3,5})")
_ENSEMBL = re.compile(r"ENS([A-Z]{3,4})?([GTP])\d{11}(?:\.\d+)?")
_RODENT = re.compile(r"[A-Z][a-z0-9]*[a-z][a-z0-9]*(?:-[A-Za-z0-9]+)?")
_DIGITS = re.compile(r"(\d+)(?:\.0+)?")


def read_accession(text: str) -> str | None:
    """Read the UniProt accession of a cell without isoform, chain and FASTA header, or None."""
    header = _HEADER.match(text.strip())
    match = _ACCESSION.fullmatch(header[1] if header else text.strip())
    return match[1] if match else None


@dataclass(frozen=True, slots=True)
class MappedName:
    """What became of one identifier.

    Parameters
    ----------
    given : str
        The identifier as the file has it.
    state : str
        One of ``MAPPING_STATES``.
    symbol : str or None
        Approved symbol of a human protein-coding gene; only if mapped or repaired.
    through : str
        What kind of identifier it was taken for.
    candidates : tuple of str
        Symbols it might mean, where it is ambiguous or looks like a name of another species.
    reason : str
        In words, where there is more to say than the kind.
    """

    given: str
    state: MappingState
    symbol: str | None
    through: str
    candidates: tuple[str, ...] = ()
    reason: str = ""


def map_name(given: str, table: IdentifierTable, *, numbers_are_entrez: bool = True) -> MappedName:
    """Map one identifier.

    Parameters
    ----------
    given : str
        Symbol, alias, UniProt accession (isoform and FASTA header allowed), Ensembl gene (version
        allowed), Entrez id, or one of them turned into a date.
    table : IdentifierTable
        What names are known.
    numbers_are_entrez : bool
        Whether a bare number is an Entrez id. Among names it may as well be a date that a
        spreadsheet keeps as a number, and is lost.
    """
    name = given.strip()
    if name in table.coding:
        return MappedName(given, "mapped", name, "approved symbol")
    if name in table.other_types:
        return _decide(given, "approved symbol", (name,), table)
    return (
        _map_accession(given, name, table)
        or _map_ensembl(given, name, table)
        or _map_number(given, name, table, numbers_are_entrez=numbers_are_entrez)
        or _map_alias(given, name, table)
        or _map_date(given, name, table)
        or _lose(given, name, table)
    )


def _decide(
    given: str, through: str, symbols: tuple[str, ...], table: IdentifierTable
) -> MappedName:
    """Judge the genes that a known identifier names."""
    coding = table.select_coding(symbols)
    if len(coding) == 1:
        return MappedName(given, "mapped", coding[0], through)
    if coding:
        reason = f"names {len(coding)} protein-coding genes"
        return MappedName(given, "ambiguous", None, through, coding, reason)
    types = ", ".join(sorted({table.other_types[symbol] for symbol in symbols}))
    reason = f"names a gene that codes for no protein of the table (type {types})"
    return MappedName(given, "not_coding", None, through, symbols, reason)


def _map_accession(given: str, name: str, table: IdentifierTable) -> MappedName | None:
    header = _HEADER.fullmatch(name.split(maxsplit=1)[0]) if name else None
    accession = _ACCESSION.fullmatch(header[1] if header else name)
    known = table.uniprot.get(accession[1]) if accession else None
    if known:
        return _decide(given, "UniProt accession", known, table)
    if accession and name not in table.aliases:
        foreign = _find_foreign_entry(header[2]) if header else None
        reason = foreign or (
            f"is a UniProt accession that the table of {TABLE_DATE} does not link to a human gene"
        )
        state: MappingState = "not_human" if foreign else "lost"
        return MappedName(given, state, None, "UniProt accession", (), reason)
    return None


def _find_foreign_entry(name: str) -> str | None:
    entry = _ENTRY_NAME.fullmatch(name)
    if entry and entry[1] != "HUMAN":
        return f"is a protein of another species ({entry[1]})"
    return None


def _map_ensembl(given: str, name: str, table: IdentifierTable) -> MappedName | None:
    match = _ENSEMBL.fullmatch(name)
    if match is None:
        return None
    if match[1]:
        reason = f"is an Ensembl id of another species (ENS{match[1]})"
        return MappedName(given, "not_human", None, "Ensembl id", (), reason)
    if match[2] != "G":
        reason = "is an Ensembl transcript or protein; give the gene (ENSG...) or the accession"
        return MappedName(given, "lost", None, "Ensembl id", (), reason)
    known = table.ensembl.get(name.partition(".")[0])
    if known is None:
        reason = f"is an Ensembl gene that the table of {TABLE_DATE} does not know"
        return MappedName(given, "lost", None, "Ensembl gene", (), reason)
    return _decide(given, "Ensembl gene", known, table)


def _map_number(
    given: str, name: str, table: IdentifierTable, *, numbers_are_entrez: bool
) -> MappedName | None:
    match = _DIGITS.fullmatch(name)
    if match is None:
        return None
    if not numbers_are_entrez:
        behind = _find_behind(list_names_behind_serial(name), table)
        reason = "is a number among names: an Entrez id, or a date that a spreadsheet made"
        if behind:
            reason += f" of {' or '.join(dict.fromkeys(behind.values()))}"
        return MappedName(given, "lost", None, "number", tuple(behind), reason)
    known = table.entrez.get(match[1])
    if known is None:
        reason = f"is a number that is no human Entrez id of {TABLE_DATE}"
        return MappedName(given, "lost", None, "Entrez id", (), reason)
    return _decide(given, "Entrez id", known, table)


def _map_alias(given: str, name: str, table: IdentifierTable) -> MappedName | None:
    known = table.aliases.get(name)
    return _decide(given, "alias or former symbol", known, table) if known else None


def _map_date(given: str, name: str, table: IdentifierTable) -> MappedName | None:
    names = list_names_behind_date(name)
    if not names:
        return None
    through = "date made by a spreadsheet"
    behind = _find_behind(names, table)
    if len(behind) == 1 and table.select_coding(behind):
        symbol, old = next(iter(behind.items()))
        reason = f"was {old} before a spreadsheet made a date of it"
        return MappedName(given, "repaired", symbol, through, (), reason)
    if len(behind) > 1:
        reason = f"is a date; before it was {' or '.join(dict.fromkeys(behind.values()))}"
        return MappedName(given, "ambiguous", None, through, tuple(behind), reason)
    return MappedName(given, "lost", None, through, (), "is a date; which name it was is not known")


def _find_behind(names: tuple[str, ...], table: IdentifierTable) -> dict[str, str]:
    """Return the genes that bear one of the old names behind a date, each with that name."""
    # a former symbol stood in more tables than an alias did
    names = tuple(name for name in names if name in RENAMED) or names
    return {
        symbol: old
        for old in names
        for symbol in (old, *table.aliases.get(old, ()))
        if table.find_type(symbol) is not None
    }


def _lose(given: str, name: str, table: IdentifierTable) -> MappedName:
    foreign = _find_foreign_entry(name)
    if foreign:
        return MappedName(given, "not_human", None, "UniProt entry name", (), foreign)
    if _ENTRY_NAME.fullmatch(name):
        reason = "is a UniProt entry name, which is no gene symbol; give the accession"
        return MappedName(given, "lost", None, "UniProt entry name", (), reason)
    upper = name.upper()
    same = (upper,) if upper in table.coding else table.select_coding(table.aliases.get(upper, ()))
    if same and _RODENT.fullmatch(name):
        reason = "is written like a symbol of mouse or rat, which is another gene"
        return MappedName(given, "not_human", None, "symbol", same, reason)
    if same:
        reason = "is a human symbol in another case; write it as the candidate"
        return MappedName(given, "lost", None, "symbol", same, reason)
    reason = f"names no human gene of the table of {TABLE_DATE}"
    return MappedName(given, "lost", None, "unknown", (), reason)
