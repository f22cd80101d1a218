"""Summarise genes by cell label: cells, share that express, its upper limit, mean and tau."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import betaincinv

from tubulus.screen.expression.matrix import ExpressionData
from tubulus.screen.expression.normalisation import Normalisation, normalise_genes

__all__ = [
    "SUMMARY_SCHEMA", "LabelSummary", "compute_share_limit", "compute_tau", "summarise_labels",
]  # fmt: skip

Floats = NDArray[np.float64]

SUMMARY_SCHEMA: dict[str, pl.DataType] = {
    "gene": pl.String(),
    "label": pl.String(),
    "n_cells": pl.Int64(),
    "n_expressing": pl.Int64(),
    "share": pl.Float64(),
    "share_upper": pl.Float64(),
    "mean": pl.Float64(),
    "tau": pl.Float64(),
}
"""Columns of a summary; ``tau`` is of the gene over all labels, null where there is none."""


@dataclass(frozen=True, slots=True, eq=False)
class LabelSummary:
    """Expression of genes by label.

    Parameters
    ----------
    frame : polars.DataFrame
        Columns ``SUMMARY_SCHEMA``, one row a gene and label.
    normalisation : str
        How the matrix came: counts, log1p or linear.
    measure : str
        What ``mean`` measures.
    missing : tuple of str
        Genes that were asked for and that the matrix does not hold.
    """

    frame: pl.DataFrame
    normalisation: Normalisation
    measure: str
    missing: tuple[str, ...]


def summarise_labels(
    data: ExpressionData,
    genes: Sequence[str] | None = None,
    *,
    normalisation: Normalisation | Literal["auto"] = "auto",
) -> LabelSummary:
    """Summarise genes by cell label.

    Parameters
    ----------
    data : ExpressionData
        The whole matrix.
    genes : sequence of str, optional
        Genes by the matrix' own names; all where left out.
    normalisation : str
        What the values are; ``auto`` finds it and refuses what cannot be told.
    """
    place = {gene: i for i, gene in enumerate(data.genes)}
    asked = data.genes if genes is None else tuple(dict.fromkeys(genes))
    held = [gene for gene in asked if gene in place]
    columns = np.array([place[gene] for gene in held], dtype=np.int64)
    normal = normalise_genes(data, columns, normalisation=normalisation)
    cells = data.count_cells()
    one_hot = np.zeros((data.codes.size, cells.size))
    one_hot[np.arange(data.codes.size), data.codes] = 1.0
    means = np.asarray(normal.values.T @ one_hot) / cells
    normal.values.data[:] = 1.0
    expressing = np.rint(np.asarray(normal.values.T @ one_hot)).astype(np.int64)
    n_labels = len(data.labels)
    counts = np.broadcast_to(cells, expressing.shape)
    tau = pl.Series(np.repeat(compute_tau(means), n_labels), dtype=pl.Float64).fill_nan(None)
    frame = pl.DataFrame(
        {
            "gene": np.repeat(np.array(held, dtype=object), n_labels).tolist(),
            "label": list(data.labels) * len(held),
            "n_cells": counts.ravel(),
            "n_expressing": expressing.ravel(),
            "share": (expressing / counts).ravel(),
            "share_upper": compute_share_limit(expressing, counts).ravel(),
            "mean": means.ravel(),
            "tau": tau,
        },
        schema=SUMMARY_SCHEMA,
    )
    missing = tuple(gene for gene in asked if gene not in place)
    return LabelSummary(frame, normal.found, normal.measure, missing)


def compute_share_limit(
    hits: NDArray[np.int64], cells: NDArray[np.int64], *, confidence: float = 0.95
) -> Floats:
    """Compute the one-sided upper limit of a share.

    Parameters
    ----------
    hits, cells : ndarray of int, same shape
        Cells that express, and cells.
    confidence : float
        Confidence of the limit, in (0, 1).

    Notes
    -----
    The exact limit of Clopper and Pearson: the share at which as few hits have a probability of
    1 - confidence. Without a hit it is 1 - 0.05^(1/n), near 3/n (the rule of three). Cells of one
    donor are not independent, so the true limit is higher.
    """
    left = np.maximum(cells - hits, 1)
    limit: Floats = np.where(hits >= cells, 1.0, betaincinv(hits + 1.0, left, confidence))
    return limit


def compute_tau(values: Floats) -> Floats:
    """Compute how specific each gene is for one of several groups.

    Parameters
    ----------
    values : ndarray, shape (n_genes, n_groups)
        Expression of 0 or greater, on a logarithmic scale.

    Returns
    -------
    ndarray, shape (n_genes,)
        From 0 (equal everywhere) to 1 (one group alone). NaN where a value is NaN, the gene is
        seen nowhere, or there are fewer than two groups.

    Notes
    -----
    tau = sum over groups of (1 - x / max x) / (n - 1) (Yanai et al. 2005, Genome-wide midrange
    transcription profiles reveal expression level relationships in human tissue specification).
    """
    groups = values.shape[1]
    if groups < 2 or not values.shape[0]:
        return np.full(values.shape[0], np.nan)
    top = values.max(axis=1)
    usable = np.isfinite(top) & (top > 0)
    scaled = np.divide(values, top[:, None], out=np.full_like(values, np.nan),
                       where=usable[:, None])  # fmt: skip
    tau: Floats = (groups - scaled.sum(axis=1)) / (groups - 1)
    return tau
