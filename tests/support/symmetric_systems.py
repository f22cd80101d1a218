"""Linear systems of small random networks."""

import numpy as np

from tests.support.networks import draw_network
from tubulus.screen.network.linear import SymmetricSystem
from tubulus.screen.network.undirected import normalise_symmetrically


def make_system(seed=1, damping=0.9):
    network = draw_network(seed, nodes=80, edges=200)
    degree = np.asarray(network.weights.sum(axis=0))
    matrix = normalise_symmetrically(network.weights, degree)
    dense = np.eye(80) - damping * matrix.toarray()
    return SymmetricSystem.from_matrix(matrix, damping), dense
