"""The way out to network programs: nodes and edges of a screen as GraphML, CSV and gene sets.

Tables of results go in as they are; what they do not say is left out of the files, never zero.
Exports :func:`make_network`, :func:`make_gene_sets`, :func:`make_dossier_frame`, the writers of
each format and :func:`write_networks`, which writes them all.
"""

from __future__ import annotations

from tubulus.exchange.networks.dossiers import make_dossier_frame, write_dossiers
from tubulus.exchange.networks.folder import write_networks
from tubulus.exchange.networks.gene_sets import GeneSet, make_gene_sets, write_gmt
from tubulus.exchange.networks.graphml import write_graphml
from tubulus.exchange.networks.network import Network, make_network, write_edges, write_nodes

__all__ = [
    "GeneSet",
    "Network",
    "make_dossier_frame",
    "make_gene_sets",
    "make_network",
    "write_dossiers",
    "write_edges",
    "write_gmt",
    "write_graphml",
    "write_networks",
    "write_nodes",
]
