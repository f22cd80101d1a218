"""Interaction networks: random walk with restart, downstream reach, rewiring at fixed degrees.

Exports the network and its readers, the walk, the reach test and the pairing test.
Edges and names in, frozen results out; randomness comes from a generator passed in.
"""

from tubulus.screen.network.curveball import PairingTest, iterate_rewired, simulate_pairing
from tubulus.screen.network.edges import EdgeCounts, Network, build_network
from tubulus.screen.network.reach import ReachTest, compute_reach, compute_reach_tests
from tubulus.screen.network.readers import derive_network, read_network
from tubulus.screen.network.walk import RandomWalk, compute_random_walk, iterate_random_walk

__all__ = [
    "EdgeCounts",
    "Network",
    "PairingTest",
    "RandomWalk",
    "ReachTest",
    "build_network",
    "compute_random_walk",
    "compute_reach",
    "compute_reach_tests",
    "derive_network",
    "iterate_random_walk",
    "iterate_rewired",
    "read_network",
    "simulate_pairing",
]
