"""Interaction networks: random walk with restart, downstream reach, rewiring at fixed degrees.

Exports the network and its readers, the walk, the reach test and the pairing tests.
Edges and names in, frozen results out; randomness comes from a generator passed in.
"""

from tubulus.screen.network.curveball import PairingTest, iterate_rewired, simulate_pairing
from tubulus.screen.network.edges import EdgeCounts, Network, build_network
from tubulus.screen.network.files import (
    INTERACTION_FORMATS,
    InteractionFormat,
    InteractionTable,
    read_interactions,
)
from tubulus.screen.network.pairing import (
    PairingExcess,
    RewiredExpectation,
    compute_rewired_expectation,
    lay_out_pairing,
    simulate_pairing_excess,
)
from tubulus.screen.network.reach import ReachTest, compute_reach, compute_reach_tests
from tubulus.screen.network.reach_panel import ReachPanel, simulate_reach_panel
from tubulus.screen.network.readers import derive_network, read_network
from tubulus.screen.network.surprise_rows import describe_pairing, describe_reach
from tubulus.screen.network.walk import RandomWalk, compute_random_walk, iterate_random_walk

__all__ = [
    "INTERACTION_FORMATS",
    "EdgeCounts",
    "InteractionFormat",
    "InteractionTable",
    "Network",
    "PairingExcess",
    "PairingTest",
    "RandomWalk",
    "ReachPanel",
    "ReachTest",
    "RewiredExpectation",
    "build_network",
    "compute_random_walk",
    "compute_reach",
    "compute_reach_tests",
    "compute_rewired_expectation",
    "derive_network",
    "describe_pairing",
    "describe_reach",
    "iterate_random_walk",
    "iterate_rewired",
    "lay_out_pairing",
    "read_interactions",
    "read_network",
    "simulate_pairing",
    "simulate_pairing_excess",
    "simulate_reach_panel",
]
