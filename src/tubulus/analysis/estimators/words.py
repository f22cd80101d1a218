"""Tests and sensitivity analyses in words, for the methods section and the protocol."""

from __future__ import annotations

__all__ = ["SENSITIVITY_WORDS", "TEST_WORDS"]

SENSITIVITY_WORDS = {
    "same examination": "responders whose follow-up was examined more sensitively than baseline "
    "(method, number of ejaculates, centrifugation, detection limit) count as without the event",
    "complete cases": "whoever has no outcome is left out",
    "worst case": "whoever has no outcome gets the one that speaks against the first arm, with the "
    "event or without it",
}

TEST_WORDS = {
    "t": "t test of the adjusted contrast, two-sided",
    "fisher": "Fisher's exact test, two-sided",
    "boschloo": "Boschloo's exact test, two-sided as twice the smaller one-sided p-value",
}
