"""Which tables of pairs are curations of their own, and which repeat another.

Tables of pairs were made from one another, so that a count of tables is no count of evidence.
``LINEAGES`` says of each known table where it comes from and how that is known: *stated* by a
source that was read, or *measured* as the share of one table that stands in another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Literal

import polars as pl

__all__ = [
    "LINEAGES",
    "Lineage",
    "is_curation",
    "is_related",
    "list_line",
    "list_lineages",
    "make_lineage_table",
    "takes_from_imex",
]

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
_OF_IMEX = frozenset({"cellphonedb"})


@cache
def _list_closure(resource: str) -> frozenset[str]:
    """List a table and all tables from which it took pairs, at any distance."""
    parents = _BY_NAME[resource].takes_from if resource in _BY_NAME else ()
    return frozenset((resource,)).union(*map(_list_closure, parents))


_COMPILED = frozenset(lineage.resource for lineage in LINEAGES if lineage.kind == "compiled")
# what a table took from a compiled one was curated by nobody whom the table could name
_COUNTED = frozenset(name for name in _BY_NAME if _COMPILED.isdisjoint(_list_closure(name)))


def is_curation(resource: str) -> bool:
    """Tell whether a table may be a curation of its own: not if it repeats a compiled one."""
    return resource in _COUNTED or resource not in _BY_NAME


def is_related(one: str, other: str) -> bool:
    """Tell whether two tables are one, took pairs from each other, or share an ancestor."""
    return not _list_closure(one).isdisjoint(_list_closure(other))


def list_lineages(resources: Iterable[str]) -> tuple[str, ...]:
    """List the independent primary curations behind a pair that some tables hold.

    Parameters
    ----------
    resources : iterable of str
        The tables that hold the pair.

    Returns
    -------
    tuple of str
        Families, sorted: of the largest set of these tables of which no two are related (they
        took nothing from each other and share no ancestor). A compiled table never counts, nor
        does one that took pairs from it (CellTalkDB), nor one of unknown origin.

    Notes
    -----
    A larger set of tables holds every such set of a smaller one, so that a table which is added
    never lowers the count. That an ancestor is not in use, or does not hold the pair in the
    version in use, makes two of its descendants no independent witnesses. Of several largest
    sets the one of the tables with the fewest ancestors is named.
    """
    return _choose_unrelated(_COUNTED.intersection(resources))


@cache
def _choose_unrelated(holders: frozenset[str]) -> tuple[str, ...]:
    """Choose the largest set of tables of which no two are related."""
    # a table whose ancestor is a holder too never does better than the ancestor
    roots = [name for name in holders if len(_list_closure(name) & holders) == 1]
    ordered = sorted(roots, key=lambda name: (len(_list_closure(name)), name))
    for size in range(len(ordered), 0, -1):
        for chosen in combinations(ordered, size):
            if not any(is_related(one, other) for one, other in combinations(chosen, 2)):
                return tuple(sorted(_BY_NAME[name].family for name in chosen))
    return ()


def list_line(resource: str) -> frozenset[str]:
    """List the tables that share a curation with one, itself among them.

    Parameters
    ----------
    resource : str
        A table.

    Returns
    -------
    frozenset of str
        The table, those from which it took pairs, those that took pairs from it or share an
        ancestor with it, and every compiled table, whose pairs may come from anywhere. What a
        screen must not see while it learns from the pairs of the table.
    """
    related = {
        name
        for name, other in _BY_NAME.items()
        if other.kind == "compiled" or is_related(name, resource)
    }
    return frozenset(related | {resource})


def takes_from_imex(resource: str) -> bool:
    """Tell whether a table, or one from which it took pairs, took pairs from IMEx databases.

    Notes
    -----
    The README of CellPhoneDB names IMEx, to which IntAct and MINT belong (Porras 2020,
    DOI:10.1038/s41467-020-19942-z). While such a table is hidden, what IMEx curated is no
    evidence of its own.
    """
    return not _list_closure(resource).isdisjoint(_OF_IMEX)


def make_lineage_table() -> pl.DataFrame:
    """Return the known tables as a frame: resource, kind, family, takes_from, basis, source."""
    rows = [
        (x.resource, x.kind, x.family, ", ".join(x.takes_from), x.basis, x.source) for x in LINEAGES
    ]
    columns = ("resource", "kind", "family", "takes_from", "basis", "source")
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
