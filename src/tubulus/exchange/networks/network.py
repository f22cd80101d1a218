"""The network of the candidate interactions, with what the results say of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tubulus.core.files import write_bytes
from tubulus.exchange.networks.candidates import Tables, select_candidates
from tubulus.exchange.networks.edges import list_edges
from tubulus.exchange.networks.nodes import list_nodes

__all__ = ["Network", "make_network", "write_edges", "write_nodes"]

_ENDS = ("source", "target")
_ORDER = ("interaction", "source", "target")


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A directed network: cargo protein to receptor to cell type.

    Parameters
    ----------
    nodes : polars.DataFrame
        Columns of ``NODE_SCHEMA``; one row a gene or cell type, sorted by ``id``, which is a
        single token such as ``gene:KIT`` or ``cell_type:Sertoli_cells``. A gene that is
        ligand and receptor is one node of the kind ``ligand and receptor``.
    edges : polars.DataFrame
        Columns of ``EDGE_SCHEMA``, sorted. ``interaction`` is ``candidate`` (ligand to receptor)
        or ``listed on`` (receptor to cell type).
    """

    nodes: pl.DataFrame
    edges: pl.DataFrame


def make_network(tables: Tables) -> Network:
    """Make the network of the candidates of a screen.

    Parameters
    ----------
    tables : mapping of str to polars.DataFrame
        ``interactions``; ``receptor_tests``, ``pair_scores``, ``pair_knowledge``,
        ``cell_type_tests`` and ``shortlist`` where the screen wrote them.

    Returns
    -------
    Network
        Without nodes where there is no candidate.

    Notes
    -----
    Rows of ``interactions`` with the state present are candidates. A pair is one edge, whatever
    the number of cell types. Its scores are those of the cell type with the largest log-odds,
    which ``scored_on`` names; all of them are in ``pair_scores``.
    """
    found = select_candidates(tables)
    nodes, edges = list_nodes(found, tables), list_edges(found, tables)
    tokens = _make_tokens(nodes["id"].to_list())
    ends = (pl.col(end).replace_strict(tokens, return_dtype=pl.String) for end in _ENDS)
    named = nodes.with_columns(pl.col("id").replace_strict(tokens, return_dtype=pl.String))
    return Network(nodes=named.sort("id"), edges=edges.with_columns(ends).sort(_ORDER))


def _make_tokens(identifiers: list[str]) -> dict[str, str]:
    """Make identifiers that XML takes as one token: no blanks, commas or plus signs.

    Two that would become alike are told apart by a number.
    """
    tokens: dict[str, str] = {}
    for identifier in sorted(identifiers):
        plain = token = re.sub(r"[^\w.:-]+", "_", identifier)
        number = 1
        while token in tokens.values():
            number += 1
            token = f"{plain}_{number}"
        tokens[identifier] = token
    return tokens


def write_nodes(path: Path, network: Network) -> None:
    """Write the nodes as CSV (UTF-8); what is not known is an empty field."""
    write_bytes(path, network.nodes.write_csv().encode("utf-8"))


def write_edges(path: Path, network: Network) -> None:
    """Write the edges as CSV (UTF-8); what is not known is an empty field."""
    write_bytes(path, network.edges.write_csv().encode("utf-8"))
