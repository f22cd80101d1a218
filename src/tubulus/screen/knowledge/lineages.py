"""Which tables of pairs are curations of their own, and which repeat another.

Tables of pairs were made from one another, so that a count of tables is no count of evidence.
``LINEAGES`` says of each known table where it comes from and how that is known: *stated* by a
source that was read, or *measured* as the share of one table that stands in another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

import polars as pl

__all__ = ["LINEAGES", "Lineage", "list_line", "list_lineages", "make_lineage_table"]

_TUREI = "Turei 2021, DOI:10.15252/msb.20209923, table 1"
_LIANA_R = "documentation of get_curated_omni (saezlab/liana)"
_RAMILOWSKI = "Ramilowski 2015 line"


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where a table of pairs comes from.

    Parameters
    ----------
    resource : str
        The table.
    kind : str
        ``primary``: a curation of its own; ``extended``: its own curation upon another table;
        ``compiled``: made from other tables, adds no evidence.
    family : str
        The curation that it stands for; tables of one family count once.
    takes_from : tuple of str
        Tables whose pairs it took over.
    basis : str
        ``stated`` or ``measured``.
    source : str
        Who states it, or the figure that was measured (pairs of genes, LIANA 1.10.0, human).
    """

    resource: str
    kind: Literal["primary", "extended", "compiled"]
    family: str
    takes_from: tuple[str, ...]
    basis: Literal["stated", "measured"]
    source: str


LINEAGES: tuple[Lineage, ...] = (
    Lineage("hpmr", "primary", "HPMR", (), "stated", f"{_TUREI}: curated, not integrative"),
    Lineage(
        "kirouac2010", "primary", "Kirouac 2010", (), "stated",
        f"{_TUREI}: curated, not integrative",
    ),
    Lineage("icellnet", "primary", "ICELLNET", (), "stated", f"{_TUREI}: curated, not integrative"),
    Lineage(
        "guide2pharma", "primary", "Guide to Pharmacology", (), "stated",
        f"{_LIANA_R}: expert curated, used as a source by the later tables",
    ),
    Lineage(
        "ramilowski2015", "extended", _RAMILOWSKI, ("hpmr", "guide2pharma"), "stated",
        "columns HPMR, IUPHAR and PMID.Manual of its table (documentation of OmnipathR, "
        f"ramilowski_download); {_TUREI}: integrative",
    ),
    Lineage(
        "connectomedb2020", "extended", _RAMILOWSKI, ("ramilowski2015",), "measured",
        "holds 0.93 of the pairs of Ramilowski 2015",
    ),
    Lineage(
        "italk", "compiled", _RAMILOWSKI, ("ramilowski2015",), "stated",
        f"{_TUREI}: integrative; measured: holds all pairs of Ramilowski 2015",
    ),
    Lineage(
        "lrdb", "compiled", _RAMILOWSKI, ("ramilowski2015",), "stated",
        f"{_TUREI}: integrative; measured: holds all pairs of Ramilowski 2015",
    ),
    Lineage(
        "embrace", "compiled", _RAMILOWSKI, ("ramilowski2015",), "stated",
        f"{_TUREI}: integrative, data of mouse; measured: 0.99 of it stands in iTALK",
    ),
    Lineage(
        "baccin2019", "compiled", _RAMILOWSKI, ("ramilowski2015",), "stated",
        f"{_TUREI}: integrative, data of mouse; measured: 0.80 of it stands in LRdb",
    ),
    Lineage(
        "celltalkdb", "extended", _RAMILOWSKI, ("ramilowski2015", "lrdb"), "stated",
        "scverse/liana issue 75: rows transferred from LRdb; measured: holds 0.94 of LRdb",
    ),
    Lineage(
        "cellphonedb", "extended", "CellPhoneDB", ("guide2pharma",), "stated",
        "README of CellPhoneDB: takes from UniProt, PDB, IMEx and IUPHAR; "
        f"{_TUREI}: integrative and curated",
    ),
    Lineage(
        "cellchatdb", "primary", "CellChatDB", (), "stated",
        "Jin 2021 (CellChat), methods: curated from KEGG and from recent studies",
    ),
    Lineage(
        "cellinker", "compiled", "compiled", (), "measured",
        "holds 0.86 of Ramilowski 2015, 0.85 of CellCall and 0.83 of Guide to Pharmacology",
    ),
    Lineage(
        "cellcall", "compiled", "compiled", (), "measured",
        "0.85 of it stands in Cellinker and 0.76 in CellChatDB",
    ),
    Lineage(
        "consensus", "compiled", "compiled", (), "stated",
        f"{_LIANA_R}: joins CellPhoneDB, CellChatDB, ICELLNET, ConnectomeDB2020 and CellTalkDB",
    ),
)  # fmt: skip
"""Known tables; one that is not listed has an unknown origin and counts as no curation."""

_BY_NAME = {lineage.resource: lineage for lineage in LINEAGES}


@cache
def _list_ancestors(resource: str) -> frozenset[str]:
    """List all tables from which a table took pairs, at any distance."""
    parents = _BY_NAME[resource].takes_from if resource in _BY_NAME else ()
    return frozenset(parents).union(*map(_list_ancestors, parents))


def list_lineages(resources: Iterable[str]) -> tuple[str, ...]:
    """List the independent primary curations behind a pair that some tables hold.

    Parameters
    ----------
    resources : iterable of str
        The tables that hold the pair.

    Returns
    -------
    tuple of str
        Families, each once, sorted. A table counts only if none of the tables from which it took
        pairs holds the pair as well; a compiled table never counts, nor does one of unknown
        origin.
    """
    holders = frozenset(resources)
    counted = {
        _BY_NAME[name].family
        for name in holders
        if name in _BY_NAME
        and _BY_NAME[name].kind != "compiled"
        and not holders & _list_ancestors(name)
    }
    return tuple(sorted(counted))


def list_line(resource: str) -> frozenset[str]:
    """List the tables that share a curation with one, itself among them.

    Parameters
    ----------
    resource : str
        A table.

    Returns
    -------
    frozenset of str
        The table, those of its family, those from which it took pairs and those that took pairs
        from it, and every compiled table, whose pairs may come from anywhere. What a screen must
        not see while it learns from the pairs of the table.
    """
    own = _BY_NAME.get(resource)
    families = {own.family} - {"compiled"} if own else set()
    related = {
        name
        for name, other in _BY_NAME.items()
        if other.family in families
        or other.kind == "compiled"
        or name in _list_ancestors(resource)
        or resource in _list_ancestors(name)
    }
    return frozenset(related | {resource})


def make_lineage_table() -> pl.DataFrame:
    """Return the known tables as a frame: resource, kind, family, takes_from, basis, source."""
    rows = [
        (x.resource, x.kind, x.family, ", ".join(x.takes_from), x.basis, x.source) for x in LINEAGES
    ]
    columns = ("resource", "kind", "family", "takes_from", "basis", "source")
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
