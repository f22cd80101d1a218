"""How much of a score the exposed areas of both partners explain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from tubulus.dock.calibration.two_way import centre_two_way

__all__ = ["SizeEffect", "fit_size_effect"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_HUBER: Final = 1.345
_TO_SD: Final = 1.4826
_STEPS: Final = 30
# four coefficients from fewer pairs would follow single scores
_LEAST_PAIRS: Final = 20


@dataclass(frozen=True, slots=True)
class SizeEffect:
    """Effect of log exposed areas on the score.

    Attributes
    ----------
    fixed, mobile : float
        Change of the score with each log area, in score units.
    product : float
        Change with the product of both centred log areas; 0 where it was not fitted.
    centre_fixed, centre_mobile : float
        Log areas at which nothing is corrected.
    n_pairs : int
        Decoy pairs that it was fitted on.
    scale : float
        Normalised median absolute residual of these; NaN where nothing was fitted.
    state : str
        ``fitted``, or ``not fitted`` where there were too few decoy pairs.
    """

    fixed: float
    mobile: float
    product: float
    centre_fixed: float
    centre_mobile: float
    n_pairs: int
    scale: float
    state: Literal["fitted", "not fitted"]

    def compute(self, log_fixed: Floats, log_mobile: Floats) -> Floats:
        """Compute what size adds to each score, shape (r, c), in score units."""
        one, two = log_fixed[:, None] - self.centre_fixed, log_mobile - self.centre_mobile
        return self.fixed * one + self.mobile * two + self.product * one * two


def fit_size_effect(
    scores: Floats, log_fixed: Floats, log_mobile: Floats, decoy: Flags, *, with_product: bool
) -> SizeEffect:
    """Fit the effect of both log areas on the scores of decoy pairs, robustly.

    Parameters
    ----------
    scores : ndarray, shape (r, c)
        Scores; only those of decoy pairs are looked at.
    log_fixed, log_mobile : ndarray, shape (r,) and (c,)
        Log exposed areas.
    decoy : ndarray of bool, shape (r, c)
        Decoy pairs with a score.
    with_product : bool
        Whether the product of both log areas is fitted too.

    Notes
    -----
    score = a + b log(area of fixed) + c log(area of mobile) + d (product of both, centred), by
    Huber's regression (constant 1.345, scale 1.4826 times the median absolute residual). d is
    fitted first, to what row and column effects leave of score and product, so that these effects
    do not blur it. With fewer than 20 decoy pairs nothing is corrected. Two-way centring takes up
    b and c again; only d can change a two-way p.
    """
    i, j = np.nonzero(decoy)
    centre_fixed = float(log_fixed[i].mean()) if i.size else 0.0
    centre_mobile = float(log_mobile[j].mean()) if i.size else 0.0
    if i.size < _LEAST_PAIRS:
        return SizeEffect(
            0.0, 0.0, 0.0, centre_fixed, centre_mobile, int(i.size), float("nan"), "not fitted"
        )
    one, two = log_fixed - centre_fixed, log_mobile - centre_mobile
    interplay = np.outer(one, two)
    product = _fit_product(scores, interplay, decoy) if with_product else 0.0
    design = np.column_stack([np.ones(i.size), one[i], two[j]])
    coefficients, scale = _regress(design, scores[i, j] - product * interplay[i, j])
    return SizeEffect(
        fixed=float(coefficients[1]),
        mobile=float(coefficients[2]),
        product=product,
        centre_fixed=centre_fixed,
        centre_mobile=centre_mobile,
        n_pairs=int(i.size),
        scale=scale,
        state="fitted",
    )


def _fit_product(scores: Floats, interplay: Floats, decoy: Flags) -> float:
    """Return the coefficient of the product, free of row and column effects."""
    x = centre_two_way(np.where(decoy, interplay, np.nan))[decoy]
    y = centre_two_way(np.where(decoy, scores, np.nan))[decoy]
    # partners of one size on a side leave rounding errors alone
    if not np.abs(x).max(initial=0.0) > 1e-9:
        return 0.0
    return float(_regress(x[:, None], y)[0][0])


def _regress(design: Floats, response: Floats) -> tuple[Floats, float]:
    """Return Huber's coefficients and the residual scale."""
    weights = np.ones(response.size)
    coefficients = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        root = np.sqrt(weights)
        solved = np.linalg.lstsq(design * root[:, None], response * root)[0].astype(np.float64)
        step = float(np.abs(solved - coefficients).max())
        coefficients = solved
        size = np.abs(response - design @ coefficients)
        scale = _TO_SD * float(np.median(size))
        if not scale > 0.0 or step <= 1e-9 * float(np.abs(coefficients).max()):
            break
        weights = np.minimum(1.0, _HUBER * scale / np.maximum(size, 1e-300))
    return coefficients, scale
