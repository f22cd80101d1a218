"""Docking scores against decoy partners: p, false discovery rates, and how far to trust them.

Scores of fixed (rows) with mobile partners (columns) come in, calibrated pairs go out.
A calibrated score makes a candidate interaction; it shows no binding.
"""

from tubulus.dock.calibration.discrimination import (
    USEFUL_AUC,
    AucEstimate,
    compute_auc,
    estimate_auc,
    estimate_campaign_auc,
    rank_partners,
)
from tubulus.dock.calibration.measured import (
    DISCRIMINATION_SCHEMA,
    MeasuredDiscrimination,
    load_measured_discrimination,
    make_unmeasured,
    tabulate_discrimination,
)
from tubulus.dock.calibration.pair_calibration import (
    PAIR_CALIBRATION_SCHEMA,
    Calibration,
    calibrate_pairs,
    fill_matrix,
)
from tubulus.dock.calibration.reliability import tabulate_reliability
from tubulus.dock.calibration.score_table import Partners, ScoreTable, build_score_table
from tubulus.dock.calibration.settings import CalibrationSettings
from tubulus.dock.calibration.wording import describe_discrimination, describe_pair

__all__ = [
    "DISCRIMINATION_SCHEMA",
    "PAIR_CALIBRATION_SCHEMA",
    "USEFUL_AUC",
    "AucEstimate",
    "Calibration",
    "CalibrationSettings",
    "MeasuredDiscrimination",
    "Partners",
    "ScoreTable",
    "build_score_table",
    "calibrate_pairs",
    "compute_auc",
    "describe_discrimination",
    "describe_pair",
    "estimate_auc",
    "estimate_campaign_auc",
    "fill_matrix",
    "load_measured_discrimination",
    "make_unmeasured",
    "rank_partners",
    "tabulate_discrimination",
    "tabulate_reliability",
]
