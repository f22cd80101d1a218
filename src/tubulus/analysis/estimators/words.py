"""Tests and sensitivity analyses in words, for the methods section and the protocol."""

from __future__ import annotations

__all__ = ["SENSITIVITY_WORDS", "TEST_WORDS"]

SENSITIVITY_WORDS = {
    "same examination": "responders whose follow-up was examined more sensitively than baseline "
    "(method, number of ejaculates, centrifugation, detection limit) count as without the event",
    "complete cases": "whoever has no outcome is left out",
    "worst case": "whoever has no outcome gets the one that speaks against the first arm, with the "
    "event or without it",
    "extreme cases": "whoever has no outcome has the event or has it not, in all four ways of "
    "choosing so for two arms",
    "imputation": "missing outcomes are imputed many times by a model of each arm and the results "
    "pooled by Rubin's rules with the degrees of freedom of Barnard and Rubin",
    "tipping": "imputed outcomes are shifted in each arm by the steps that the plan fixes, to find "
    "from which shift on the conclusion would be another",
    "below limit": "values below a limit of quantification count as below their own limit, by "
    "censored normal regression",
}

TEST_WORDS = {
    "t": "t test of the adjusted contrast, two-sided",
    "fisher": "Fisher's exact test, two-sided",
    "boschloo": "Boschloo's exact test, two-sided as twice the smaller one-sided p-value",
}
