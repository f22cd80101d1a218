"""Predictions of other programs set against those of decoy pairs, and what is said of them.

They are read by :mod:`tubulus.runs.docking.reading.predictions`, before anything is docked.
"""

from tubulus.runs.docking.predictions.calibrating import calibrate_predictions
from tubulus.runs.docking.predictions.remarks import tell_reading

__all__ = ["calibrate_predictions", "tell_reading"]
