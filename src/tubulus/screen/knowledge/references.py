"""References of a row, read from the free text in which tables of pairs keep them."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["COMPENDIA", "join_references", "read_references", "select_own_references"]

COMPENDIA: tuple[str, ...] = (
    "PMID:26198319",  # Ramilowski 2015
    "PMID:32103204",  # CellPhoneDB, Efremova 2020
    "PMID:32196115",  # SingleCellSignalR (LRdb), Cabello-Aguilar 2020
    "PMID:33024107",  # ConnectomeDB2020, Hou 2020
    "PMID:33147626",  # CellTalkDB, Shao 2021
    "PMID:33597522",  # CellChat, Jin 2021
    "PMID:33597528",  # ICELLNET, Noel 2021
    "PMID:31819264",  # NicheNet, Browaeys 2019
)
"""Papers that present a table of pairs. A row that cites one of them repeats that table and has
no reference of its own (PubMed ids as in the documentation of scDiffCom, LRI_human)."""

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("PMID", re.compile(r"PMID[:\s_]*(\d{4,9})\b", re.IGNORECASE)),
    ("PMCID", re.compile(r"\b(PMC\d{5,9})\b", re.IGNORECASE)),
    ("DOI", re.compile(r"\b(10\.\d{4,9}/[^\s;,|]+)")),
    # the entry stands behind the word or, as in CellPhoneDB, before it: "PDB:1N83", "4t2w;PDB"
    ("PDB", re.compile(r"PDB[:\s_]+(\d[A-Za-z0-9]{3})(?![A-Za-z0-9])", re.IGNORECASE)),
    ("PDB", re.compile(r"(?<![A-Za-z0-9:])(\d[A-Za-z0-9]{3})[;_\s]*PDB", re.IGNORECASE)),
)
_BARE = re.compile(r"(?<![\w.:/])(\d{5,9})(?![\w./])")


def read_references(text: str, *, bare_is_pubmed: bool = False) -> tuple[str, ...]:
    """Read the references in a cell.

    Parameters
    ----------
    text : str
        Free text.
    bare_is_pubmed : bool
        Whether a bare number of five to nine digits is a PubMed id, as in a column ``pmid``.

    Returns
    -------
    tuple of str
        ``PMID:``, ``PMCID:``, ``DOI:`` and ``PDB:`` with their identifier, each once, in that
        order; empty where the text has none.
    """
    found: dict[str, None] = {}
    for kind, pattern in _PATTERNS:
        for name in pattern.findall(text):
            number = name if kind in {"PMID", "DOI"} else name.upper()
            found[f"{kind}:{number.rstrip('.')}"] = None
    if bare_is_pubmed:
        found.update((f"PMID:{number}", None) for number in _BARE.findall(text))
    return tuple(found)


def join_references(references: Iterable[str]) -> str:
    """Join references, each once, sorted, by ``"; "``."""
    return "; ".join(sorted(set(references)))


def select_own_references(references: Iterable[str]) -> tuple[str, ...]:
    """Select the references that are no paper of a table of pairs (``COMPENDIA``)."""
    return tuple(name for name in references if name not in COMPENDIA)
