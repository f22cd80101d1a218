"""Extreme-value tails of decoy residuals, with a check of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from scipy.special import gamma
from scipy.stats import genextreme, gumbel_r, norm

__all__ = ["LEAST_FOR_TAIL", "TailFit", "fit_tail"]

Floats = npt.NDArray[np.float64]

# the normal distribution of the shape under the Gumbel law is asymptotic
LEAST_FOR_TAIL: Final = 50
_EULER: Final = 0.5772156649015329


@dataclass(frozen=True, slots=True)
class TailFit:
    """Gumbel and generalised extreme-value fits.

    Attributes
    ----------
    location, scale : float
        Of the Gumbel law.
    gev_location, gev_scale, shape : float
        Of the generalised law; shape 0 is Gumbel, below 0 is a heavier tail.
    p_shape : float
        Two-sided p of shape 0, as if decoys were independent.
    n : int
        Decoys.
    state : str
        ``contradicted`` where ``p_shape`` is below 0.05, else ``not contradicted``.
    """

    location: float
    scale: float
    gev_location: float
    gev_scale: float
    shape: float
    p_shape: float
    n: int
    state: Literal["not contradicted", "contradicted"]

    def compute_p(self, value: float) -> tuple[float, float | None]:
        """Compute P(decoy ≥ value) by the Gumbel and by the generalised law.

        The second is None beyond the end of the generalised law, where it would be 0.
        """
        beyond = float(genextreme.sf(value, self.shape, self.gev_location, self.gev_scale))
        gumbel = float(gumbel_r.sf(value, self.location, self.scale))
        return gumbel, beyond if beyond > 0.0 else None


def fit_tail(decoys: Floats) -> TailFit | None:
    """Fit the laws by probability-weighted moments.

    Parameters
    ----------
    decoys : ndarray
        Residuals of decoy pairs, more being more favourable; NaN where missing.

    Returns
    -------
    TailFit or None
        None with fewer than 50 decoys, or where they do not vary.

    Notes
    -----
    Estimators and the test of shape 0, z = shape / sqrt(0.5633/n), are those of Hosking, Wallis
    and Wood 1985, Technometrics 27:251. A p from a tail rests on a law that nobody has shown to
    hold for docking scores: it stands beside the rank p and never for it.
    """
    x = np.sort(decoys[np.isfinite(decoys)])
    n = x.size
    if n < LEAST_FOR_TAIL or not x[-1] - x[0] > 1e-9 * max(float(np.abs(x).max()), 1e-300):
        return None
    place = np.arange(n)
    b0 = float(x.mean())
    b1 = float((x * place).sum() / (n * (n - 1)))
    b2 = float((x * place * (place - 1)).sum() / (n * (n - 1.0) * (n - 2)))
    c = (2 * b1 - b0) / (3 * b2 - b0) - np.log(2) / np.log(3)
    shape = float(7.8590 * c + 2.9554 * c * c)
    if abs(shape) < 1e-6:
        shape = 1e-6
    factor = float(gamma(1 + shape))
    gev_scale = (2 * b1 - b0) * shape / (factor * (1 - 2.0**-shape))
    scale = (2 * b1 - b0) / np.log(2)
    p_shape = float(2 * norm.sf(abs(shape) / np.sqrt(0.5633 / n)))
    return TailFit(
        location=b0 - _EULER * scale,
        scale=float(scale),
        gev_location=b0 + gev_scale * (factor - 1) / shape,
        gev_scale=float(gev_scale),
        shape=shape,
        p_shape=p_shape,
        n=int(n),
        state="contradicted" if p_shape < 0.05 else "not contradicted",
    )
