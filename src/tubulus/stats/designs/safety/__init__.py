"""Stopping rules for one proportion, such as serious harms, at planned looks.

Every probability is exact, by recursion over the binary path; nothing is simulated.
Exports the calibrations, the Bayesian rules and ``compute_operating_characteristics``.
"""

from __future__ import annotations

from tubulus.stats.designs.safety import (
    calibration,
    operating_characteristics,
    posterior,
    predictive,
)
from tubulus.stats.designs.safety.boundary import StoppingBoundary
from tubulus.stats.designs.safety.calibration import CalibratedBoundary, Ties, calibrate_boundary
from tubulus.stats.designs.safety.operating_characteristics import (
    OperatingCharacteristics,
    compute_operating_characteristics,
)
from tubulus.stats.designs.safety.posterior import (
    BetaPrior,
    calibrate_posterior_boundary,
    compute_posterior_boundary,
    compute_posterior_probability,
)
from tubulus.stats.designs.safety.predictive import (
    compute_final_limit,
    compute_predictive_boundary,
    compute_predictive_probability,
)
from tubulus.stats.designs.safety.shapes import BoundaryShape

METHODS = (
    calibration.METHOD,
    operating_characteristics.METHOD,
    posterior.METHOD,
    predictive.METHOD,
)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "BetaPrior",
    "BoundaryShape",
    "CalibratedBoundary",
    "OperatingCharacteristics",
    "StoppingBoundary",
    "Ties",
    "calibrate_boundary",
    "calibrate_posterior_boundary",
    "compute_final_limit",
    "compute_operating_characteristics",
    "compute_posterior_boundary",
    "compute_posterior_probability",
    "compute_predictive_boundary",
    "compute_predictive_probability",
]
