"""Cargo lists with a known truth, for error rates and power; never shown as findings."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

__all__ = ["simulate_cargo", "simulate_stratified_cargo"]


def simulate_cargo(log_weight: NDArray[np.float64], size: int, rng: Generator) -> NDArray[np.bool_]:
    """Simulate a cargo of a given size in which heavier genes are likelier.

    Parameters
    ----------
    log_weight : ndarray, shape (n_genes,)
        Logarithm of each gene's weight.
    size : int
        Genes in the cargo.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    ndarray of bool, shape (n_genes,)

    Notes
    -----
    Successive sampling without replacement by the Gumbel trick: the genes with the ``size``
    largest log weight + Gumbel(0, 1).
    """
    keys = log_weight + rng.gumbel(size=log_weight.size)
    chosen = np.zeros(log_weight.size, dtype=np.bool_)
    chosen[np.argpartition(-keys, size - 1)[:size]] = True
    return chosen


def simulate_stratified_cargo(
    strata: NDArray[np.int64],
    drawn: NDArray[np.int64],
    log_weight: NDArray[np.float64],
    rng: Generator,
) -> NDArray[np.bool_]:
    """Simulate a cargo with a fixed number of genes from each stratum.

    Parameters
    ----------
    strata : ndarray of int, shape (n_genes,)
        Stratum of each gene.
    drawn : ndarray of int, shape (n_strata,)
        Genes to draw from each stratum.
    log_weight : ndarray, shape (n_genes,)
        Logarithm of each gene's weight inside its stratum; equal weights give the null.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    ndarray of bool, shape (n_genes,)
    """
    keys = log_weight + rng.gumbel(size=log_weight.size)
    order = np.lexsort((-keys, strata))
    first = np.searchsorted(strata[order], np.arange(drawn.size))
    place = np.arange(order.size) - first[strata[order]]
    chosen = np.zeros(log_weight.size, dtype=np.bool_)
    chosen[order[place < drawn[strata[order]]]] = True
    return chosen
