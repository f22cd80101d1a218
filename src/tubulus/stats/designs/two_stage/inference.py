"""Estimate, limits and p-value after a two-stage design."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

from scipy import optimize

from tubulus.stats.designs.safety.boundary import require_probability
from tubulus.stats.designs.safety.shapes import compute_upper_tail
from tubulus.stats.designs.two_stage.design import TwoStageDesign, compute_rejection
from tubulus.stats.methods import Method
from tubulus.stats.proportions.counts import require_counts
from tubulus.stats.results import HypothesisTest, Interval, require_confidence

__all__ = ["METHOD", "TwoStageResult", "estimate_after_two_stages"]

METHOD = Method(
    name="two-stage inference",
    gives="unbiased estimate, p-value and equal-tailed limits that know of the first stage",
    limits="holds only where the stages were run as planned",
    source="Jung and Kim, Stat Med 2004;23:881-896; Koyama and Chen, Stat Med 2008;27:3145-3154",
)


@dataclass(frozen=True, slots=True)
class TwoStageResult:
    """What a two-stage trial says.

    Parameters
    ----------
    response : Interval
        Unbiased estimate of the response proportion and its equal-tailed limits.
    test : HypothesisTest
        Test of p_0 against more.
    """

    response: Interval
    test: HypothesisTest


def estimate_after_two_stages(
    design: TwoStageDesign, events: int, p_0: float, *, confidence: float = 0.95
) -> TwoStageResult:
    """Estimate the response after a trial that followed a two-stage design.

    Parameters
    ----------
    design : TwoStageDesign
        The design that was followed.
    events : int
        Responders when the trial ended: among n_1 where they are at most limit_1, else among n.
    p_0 : float
        Response proportion of no interest, in (0, 1).
    confidence : float
        Confidence level in (0, 1).

    Notes
    -----
    After one stage the estimate is x / n1; after two it is the mean of X1 / n1 given the total,
    sum of C(n1 - 1, x1 - 1) C(n2, x - x1) over that of C(n1, x1) C(n2, x - x1), x1 > limit_1.
    p(pi) is P(X1 >= x | pi) after one stage and the sum over x1 > limit_1 of Bin(x1; n1, pi)
    P(X2 >= x - x1 | pi) after two. The lower limit solves p(low) = alpha / 2; the upper one
    1 - p'(high) = alpha / 2 with p' of one responder more, so that limits cover as stated. (R's
    clinfun solves p(high) = 1 - alpha / 2, which is the upper limit of one responder fewer.)
    """
    require_probability(p_0, "p_0")
    require_confidence(confidence)
    ended = events <= design.limit_1
    n = design.n_1 if ended else design.n
    require_counts(events, n)
    tail = (1.0 - confidence) / 2.0
    low = 0.0 if events == 0 else _solve(design, events, tail)
    high = 1.0 if events == n else _solve(design, events + 1, 1.0 - tail)
    estimate = events / n if ended else _compute_unbiased(design, events)
    response = Interval(estimate, low, high, confidence, METHOD.name)
    p_value = min(1.0, _compute_p_value(design, events, p_0))
    return TwoStageResult(response, HypothesisTest(p_value, METHOD.name, "greater"))


def _compute_unbiased(design: TwoStageDesign, events: int) -> float:
    n_1, n_2 = design.n_1, design.n - design.n_1
    firsts = range(max(design.limit_1 + 1, events - n_2), min(events, n_1) + 1)
    above = sum(comb(n_1 - 1, x - 1) * comb(n_2, events - x) for x in firsts)
    return above / sum(comb(n_1, x) * comb(n_2, events - x) for x in firsts)


def _compute_p_value(design: TwoStageDesign, events: int, probability: float) -> float:
    if events <= design.limit_1:
        return float(compute_upper_tail(design.n_1, probability)[events])
    # as extreme as observed: one more than a last limit of one responder fewer
    observed = TwoStageDesign(design.limit_1, design.n_1, events - 1, design.n)
    return compute_rejection(observed, probability)


def _solve(design: TwoStageDesign, events: int, tail: float) -> float:
    """Return the proportion at which the p-value is ``tail``; it rises with the proportion."""

    def excess(probability: float) -> float:
        return _compute_p_value(design, events, probability) - tail

    return float(optimize.brentq(excess, 1e-15, 1.0 - 1e-15, xtol=1e-14, rtol=1e-13))
