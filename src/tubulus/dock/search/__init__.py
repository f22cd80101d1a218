"""Rigid search by Fourier correlation: one mobile partner against a row of fixed partners.

Rotations are spread evenly, all terms of the score are summed in Fourier space.
Exports the search, its settings, and what is done with the poses that come out.
"""

from tubulus.dock.search.clustering import Clusters, cluster_poses
from tubulus.dock.search.interface_profile import InterfaceProfile, compute_interface_profile
from tubulus.dock.search.partner import Partner, make_partner
from tubulus.dock.search.poses import PoseTable
from tubulus.dock.search.refinement import refine_poses
from tubulus.dock.search.rows import dock_pair, dock_row, search_rotations
from tubulus.dock.search.settings import SearchSettings

__all__ = [
    "Clusters",
    "InterfaceProfile",
    "Partner",
    "PoseTable",
    "SearchSettings",
    "cluster_poses",
    "compute_interface_profile",
    "dock_pair",
    "dock_row",
    "make_partner",
    "refine_poses",
    "search_rotations",
]
