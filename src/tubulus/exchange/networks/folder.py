"""All exports of a screen in one folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from tubulus.exchange.networks.dossiers import write_dossiers
from tubulus.exchange.networks.gene_sets import make_gene_sets, write_gmt
from tubulus.exchange.networks.graphml import write_graphml
from tubulus.exchange.networks.network import make_network, write_edges, write_nodes

__all__ = ["write_networks"]


def write_networks(
    folder: Path, tables: Mapping[str, pl.DataFrame], *, name: str, note: str = ""
) -> tuple[Path, ...]:
    """Write ``network.graphml``, ``nodes.csv``, ``edges.csv``, ``sets.gmt``, ``dossiers.csv``.

    Parameters
    ----------
    folder : Path
        Made where it is not there.
    tables : mapping of str to polars.DataFrame
        Tables of a screen; ``interactions`` must be among them.
    name : str
        Of the graph, for instance the study's identifier.
    note : str
        What must go with the network: limits, whether the study is synthetic.

    Returns
    -------
    tuple of Path
        The files.

    Raises
    ------
    ValueError
        If there is no table of interactions; nothing is written then.
    """
    network = make_network(tables)
    named = ("network.graphml", "nodes.csv", "edges.csv", "sets.gmt", "dossiers.csv")
    graph, nodes, edges, sets, dossiers = paths = tuple(folder / file for file in named)
    write_graphml(graph, network, name=name, note=note)
    write_nodes(nodes, network)
    write_edges(edges, network)
    write_gmt(sets, make_gene_sets(tables))
    write_dossiers(dossiers, tables)
    return paths
