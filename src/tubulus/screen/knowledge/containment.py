"""How much of one table of pairs stands in another: a measure of common ancestry."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from tubulus.screen.knowledge.pair_source import PairSource, explode_pairs

__all__ = ["compute_containment"]


def compute_containment(sources: Sequence[PairSource]) -> pl.DataFrame:
    """Compute the share of the gene pairs of each resource that another resource holds.

    Parameters
    ----------
    sources : sequence of PairSource
        Sources, of which each may hold several resources.

    Returns
    -------
    polars.DataFrame
        resource, n_pairs, and one column a resource: the share of the pairs of the row that
        stand in the column's resource, 1 on the diagonal. Sorted by resource.

    Notes
    -----
    A large share shows common ancestry or that both are nearly complete; it does not show which
    of the two was first.
    """
    rows = [
        explode_pairs(source.rows).select("resource", "ligand", "receptor") for source in sources
    ]
    if not rows or all(frame.is_empty() for frame in rows):
        return pl.DataFrame(schema={"resource": pl.String, "n_pairs": pl.Int64})
    frame = pl.concat(rows).unique()
    names = frame["resource"].unique().sort().to_list()
    column = frame["resource"].replace_strict({n: i for i, n in enumerate(names)})
    row = frame.select(pl.struct("ligand", "receptor").rank("dense")).to_series().to_numpy() - 1
    held = np.zeros((int(row.max()) + 1, len(names)))
    held[row, column.to_numpy()] = 1.0
    common = held.T @ held
    size = np.diag(common)
    shares = dict(zip(names, (common / size[:, None]).T, strict=True))
    return pl.DataFrame({"resource": names, "n_pairs": size.astype(np.int64), **shares})
