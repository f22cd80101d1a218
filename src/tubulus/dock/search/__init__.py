"""Rigid search by Fourier correlation: one mobile partner against a row of fixed partners.

Rotations are spread evenly, all terms of the score are summed in Fourier space.
Exports the search, its settings, and the poses that come out.
"""

from tubulus.dock.search.partner import Partner, make_partner
from tubulus.dock.search.poses import PoseTable
from tubulus.dock.search.rows import dock_pair, dock_row
from tubulus.dock.search.settings import SearchSettings

__all__ = ["Partner", "PoseTable", "SearchSettings", "dock_pair", "dock_row", "make_partner"]
