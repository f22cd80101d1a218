"""Predictive mean matching: every imputed value is one that somebody had."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from tubulus.stats.imputation.normal import apply_each, draw_linear_posterior
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector

__all__ = ["DONORS", "METHOD", "draw_matches"]

METHOD = Method(
    name="imputation, predictive mean matching",
    gives="values of participants whose predicted value is close, one of the five closest",
    limits="missing at random; few donors repeat themselves, nothing beyond seen values",
    source="Little, J Bus Econ Stat 1988;6:287-296; Morris et al, BMC Med Res Meth 2014;14:75",
)

DONORS = 5
"""Number of closest participants of whom one is drawn (Morris et al 2014)."""


def draw_matches(
    designs_seen: Vector,
    seen: Vector,
    designs_unseen: Vector,
    imputations: int,
    generator: Generator,
) -> Vector | str:
    """Draw missing values from participants with a similar predicted value.

    Parameters
    ----------
    designs_seen, seen, designs_unseen, imputations, generator
        As in :func:`~tubulus.stats.imputation.normal.draw_normal`.

    Returns
    -------
    ndarray, shape (m, r), or str
        One row an imputation; a sentence where the model cannot be fitted.

    Notes
    -----
    Type 1 matching: predictions of those without a value from drawn coefficients, of those with a
    value from fitted ones. Of equally close participants chance takes some. With fewer than
    five participants all are donors.
    """
    posterior = draw_linear_posterior(designs_seen, seen, imputations, generator)
    if isinstance(posterior, str):
        return posterior
    wanted = apply_each(designs_unseen, posterior.coefficients)
    offered = np.matmul(designs_seen, posterior.fitted[:, :, None])[:, :, 0]
    distance = np.abs(wanted[:, :, None] - offered[:, None, :])
    order = np.lexsort((generator.random(distance.shape), distance), axis=-1)
    chosen = generator.integers(0, min(DONORS, seen.size), wanted.shape)
    return np.asarray(seen[np.take_along_axis(order, chosen[:, :, None], axis=-1)[:, :, 0]])
