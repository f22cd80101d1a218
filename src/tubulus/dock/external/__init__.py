"""Other programs as evidence: their predictions and poses in one shape, with confidence scores.

Readers for AlphaFold 3, Boltz, ColabFold, HADDOCK3 and LightDock, and an adapter that runs
LightDock where it is installed; none of these programs is needed by Tubulus.
"""

from tubulus.dock.external.predictions import (
    ExternalPrediction,
    ExternalScore,
    PredictedPair,
)
from tubulus.dock.external.read import PredictionReading, list_models, read_predictions
from tubulus.dock.external.readers.haddock3 import read_haddock3
from tubulus.dock.external.readers.lightdock import read_lightdock
from tubulus.dock.external.table import EXTERNAL_SCORES_SCHEMA, tabulate_scores

__all__ = [
    "EXTERNAL_SCORES_SCHEMA",
    "ExternalPrediction",
    "ExternalScore",
    "PredictedPair",
    "PredictionReading",
    "list_models",
    "read_haddock3",
    "read_lightdock",
    "read_predictions",
    "tabulate_scores",
]
