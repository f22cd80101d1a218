"""Integration of layers: calibrated log-odds, rank aggregation as a second opinion, disagreement.

Exports the reference sets, the calibration with its check, and the table of scores.
"""

from tubulus.screen.integration.builders import (
    build_detection_reference,
    build_pair_reference,
    build_receptor_reference,
)
from tubulus.screen.integration.calibration import Calibration, GroupCalibration, calibrate
from tubulus.screen.integration.groups import GROUPS, LayerGroup, LayerScale
from tubulus.screen.integration.pair_scores import derive_pair_scores
from tubulus.screen.integration.rank_aggregation import (
    RankAggregate,
    aggregate_ranks,
    compute_rho,
)
from tubulus.screen.integration.references import (
    Reference,
    draw_matched_pairs,
    draw_random_pairs,
    hide_sources,
)
from tubulus.screen.integration.reliability import (
    Reliability,
    assess_reliability,
    cross_validate,
)
from tubulus.screen.settings.integration import IntegrationSettings

__all__ = [
    "GROUPS",
    "Calibration",
    "GroupCalibration",
    "IntegrationSettings",
    "LayerGroup",
    "LayerScale",
    "RankAggregate",
    "Reference",
    "Reliability",
    "aggregate_ranks",
    "assess_reliability",
    "build_detection_reference",
    "build_pair_reference",
    "build_receptor_reference",
    "calibrate",
    "compute_rho",
    "cross_validate",
    "derive_pair_scores",
    "draw_matched_pairs",
    "draw_random_pairs",
    "hide_sources",
]
