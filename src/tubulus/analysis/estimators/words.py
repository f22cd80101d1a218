"""Tests and sensitivity analyses in words, for the methods section and the protocol."""

from __future__ import annotations

__all__ = ["RANKING_WORDS", "SENSITIVITY_WORDS", "TEST_WORDS"]

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
    "censored normal regression; a value before treatment that is below it counts as the limit",
    "firth": "difference and ratio of the risks that both arms would have in the same "
    "participants, from a logistic model by Firth's likelihood, its intercept corrected "
    "(FLIC), with the covariates of the adjustment",
    "ratio": "risk ratio and odds ratio with Miettinen-Nurminen score limits",
    "stratified score": "difference over the levels of the stratum with score limits",
    "exact interval": "difference with unconditional exact limits",
    "interaction": "a line for each arm, standardised over all participants",
    "permutation": "p-value of permuted residuals (Freedman and Lane), beside the estimate; it is "
    "no test of the plan and uses no alpha",
}

TEST_WORDS = {
    "t": "t test of the adjusted contrast, two-sided",
    "joint": "F test of the adjusted contrasts of all visits jointly, Kenward-Roger",
    "fisher": "Fisher's exact test, two-sided",
    "boschloo": "Boschloo's exact test, two-sided as twice the smaller one-sided p-value",
    "z-pooled": "Z-pooled unconditional exact test, two-sided",
    "wilcoxon": "Wilcoxon's rank-sum test, exact with ties where the arms allow it, two-sided",
    "two-part": "Lachenbruch's two-part test of the share with any and of the ranks among those "
    "with any, together",
    "van-elteren": "van Elteren's rank-sum test within the strata, two-sided",
    "likelihood-ratio": "likelihood-ratio test of the odds ratio, two-sided",
}

RANKING_WORDS = {
    "amount": "Order of outcomes, from the lowest: none, together with whoever had an event of the "
    "strategy composite or is missing and counts as non-response; what was seen and not "
    "quantified; amounts below a limit, and those that cannot be told from them; amounts counted.",
    "number": "Order of outcomes: by value; whoever had an event of the strategy composite is the "
    "worst; values below a limit rank below every value above it and tie among themselves.",
}
"""How participants are put in one order, by kind of endpoint."""
