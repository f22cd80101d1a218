"""Confidence of predicted interfaces: predicted aligned error, pLDDT and the scores from them.

Each formula stands with its source in :mod:`tubulus.dock.external.confidence.scores`; distances
and errors are in ångström.
"""

from tubulus.dock.external.confidence.evaluate import judge_interface, score_interface
from tubulus.dock.external.confidence.interface import PredictedInterface, cut_interface
from tubulus.dock.external.confidence.tokens import TokenTable, read_tokens

__all__ = [
    "PredictedInterface",
    "TokenTable",
    "cut_interface",
    "judge_interface",
    "read_tokens",
    "score_interface",
]
