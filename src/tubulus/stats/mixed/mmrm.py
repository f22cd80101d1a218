"""Mixed model for repeated measures: the contrast of two arms at each visit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from tubulus.stats.choices import require_choice
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector
from tubulus.stats.mixed.design import (
    RepeatedMeasures,
    SlopesByVisit,
    make_visit_contrasts,
    read_repeated_measures,
)
from tubulus.stats.mixed.kenward_roger import (
    adjust_covariance,
    compute_contrast_inference,
    compute_kenward_roger_joint,
    compute_satterthwaite_joint,
)
from tubulus.stats.mixed.moments import compute_moments, express_contrasts
from tubulus.stats.mixed.reml import RemlFit, fit_reml
from tubulus.stats.results import HypothesisTest, Interval, Statistic, require_confidence
from tubulus.stats.student import compute_t_inference, make_estimate_only

__all__ = [
    "KENWARD_ROGER",
    "SATTERTHWAITE",
    "CovarianceShape",
    "DfMethod",
    "JointTest",
    "MmrmResult",
    "VisitEstimate",
    "estimate_mmrm",
]

CovarianceShape = Literal["common", "by arm"]
DfMethod = Literal["Kenward-Roger", "Satterthwaite"]

KENWARD_ROGER = Method(
    name="MMRM, REML, Kenward-Roger (linear)",
    gives="arm contrast at each visit, unstructured covariance, adjusted errors and df",
    limits="missing visits must be missing at random given arm, covariates and observed visits",
    source="Kenward and Roger, Biometrics 1997;53:983-997; Mallinckrodt et al, Drug Inf J 2008;"
    "42:303-319",
)
SATTERTHWAITE = Method(
    name="MMRM, REML, Satterthwaite",
    gives="arm contrast at each visit, unstructured covariance, model errors, Satterthwaite df",
    limits="errors ignore that the covariance is estimated: too small with few participants",
    source="Fai and Cornelius, J Stat Comput Simul 1996;54:363-378; Mallinckrodt et al, Drug Inf "
    "J 2008;42:303-319",
)


@dataclass(frozen=True, slots=True)
class VisitEstimate:
    """Contrast of the arms at one visit.

    Parameters
    ----------
    visit : int
        Place of the visit among the columns of the outcome, from 0.
    difference : Interval
        First arm minus comparator.
    test : HypothesisTest
        Two-sided test of no difference.
    standard_error, df : Statistic
        Standard error and degrees of freedom of the difference.
    mean_1, mean_0 : Interval
        Least-squares mean of each arm, at the participants' means of baseline and covariates.
    n_1, n_0 : int
        Participants of the model observed at this visit.
    """

    visit: int
    difference: Interval
    test: HypothesisTest
    standard_error: Statistic
    df: Statistic
    mean_1: Interval
    mean_0: Interval
    n_1: int
    n_0: int


@dataclass(frozen=True, slots=True)
class JointTest:
    """Test of no difference between the arms at any visit.

    Parameters
    ----------
    test : HypothesisTest
        p-value of the F test.
    f, denominator_df : Statistic
        Scaled F and its denominator degrees of freedom.
    numerator_df : int
        Visits tested together.
    """

    test: HypothesisTest
    f: Statistic
    denominator_df: Statistic
    numerator_df: int


@dataclass(frozen=True, slots=True)
class MmrmResult:
    """A fitted mixed model for repeated measures.

    Parameters
    ----------
    visits : tuple of VisitEstimate
        One for each column of the outcome.
    joint : JointTest
        No difference at any visit.
    covariance : tuple of tuple of tuple of float
        Estimated covariance between the visits that were attended, one matrix, or the first arm's
        and the comparator's; empty where nothing was estimated.
    n_1, n_0 : int
        Participants of the model, first arm and comparator.
    n_missing : int
        Participants left out because arm, baseline or a covariate is missing.
    n_unobserved : int
        Participants left out because no visit was observed.
    iterations : int
        Newton steps to the maximum of the restricted likelihood.
    reason : str
        Why nothing was estimated; empty where the model was fitted.
    """

    visits: tuple[VisitEstimate, ...]
    joint: JointTest
    covariance: tuple[tuple[tuple[float, ...], ...], ...]
    n_1: int
    n_0: int
    n_missing: int
    n_unobserved: int
    iterations: int
    reason: str = ""


def estimate_mmrm(
    outcome: ArrayLike,
    arm: ArrayLike,
    baseline: ArrayLike | None = None,
    covariates: ArrayLike | None = None,
    *,
    by_visit: SlopesByVisit = "baseline",
    covariance: CovarianceShape = "common",
    df: DfMethod = "Kenward-Roger",
    confidence: float = 0.95,
) -> MmrmResult:
    """Estimate the difference between two arms at each visit from all observed visits.

    Parameters
    ----------
    outcome : array_like, shape (n, visits)
        Outcome at each visit after treatment, NaN where missing.
    arm : array_like, shape (n,)
        1 in the first arm, 0 in the comparator, NaN where missing.
    baseline : array_like, shape (n,), optional
        Outcome before treatment, a covariate. NaN where missing.
    covariates : array_like, shape (n, k), optional
        Numeric columns, categories already coded. NaN where missing.
    by_visit : {'none', 'baseline', 'all'}
        What has a slope of its own at each visit: neither, the baseline, or the baseline and every
        covariate. The others have one slope over all visits.
    covariance : {'common', 'by arm'}
        One unstructured covariance between visits, or one for each arm.
    df : {'Kenward-Roger', 'Satterthwaite'}
        Small-sample correction. For a single difference both give the same degrees of freedom;
        Kenward-Roger also widens the standard error. It is the linear form, for a covariance that
        is linear in its parameters (variances and covariances): the term with second derivatives
        is 0, as in SAS ``ddfm=kr(linear)`` and R mmrm ``vcov="Kenward-Roger-Linear"``.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    MmrmResult
        From participants with arm, baseline, covariates and at least one visit. A visit that an
        arm never attended is not estimable, the others are.

    Raises
    ------
    ValueError
        If shapes disagree, a value is infinite, arm holds anything but 0, 1 and NaN, or an option
        is unknown.

    Notes
    -----
    y_i = X_i b + e_i, e_i ~ N(0, S restricted to the observed visits), X holding visit, arm by
    visit, baseline and covariates; b by generalised least squares, S by restricted maximum
    likelihood. Changes from baseline give the same differences while baseline is a covariate at
    each visit.
    """
    require_choice(covariance, CovarianceShape, "covariance")
    require_choice(df, DfMethod, "df")
    require_confidence(confidence)
    measures = read_repeated_measures(
        outcome,
        arm,
        baseline,
        covariates,
        by_visit=by_visit,
    )
    n_visits = np.asarray(outcome).shape[1]
    fit = _fit(measures, covariance)
    report = _Reporter(measures, fit, df, confidence)
    return MmrmResult(
        visits=tuple(report.describe_visit(visit) for visit in range(n_visits)),
        joint=report.test_jointly(),
        covariance=() if isinstance(fit, str) else _restore_covariance(fit),
        n_1=int(np.sum(measures.arm == 1.0)),
        n_0=int(np.sum(measures.arm == 0.0)),
        n_missing=measures.n_missing,
        n_unobserved=measures.n_unobserved,
        iterations=0 if isinstance(fit, str) else fit.iterations,
        reason=fit if isinstance(fit, str) else "",
    )


def _fit(measures: RepeatedMeasures, covariance: CovarianceShape) -> RemlFit | str:
    arm = measures.arm
    if not ((arm == 1.0).any() and (arm == 0.0).any()):
        return "no participant with an observed visit in one arm"
    by_arm = covariance == "by arm"
    sets = (arm == 0.0).astype(np.intp) if by_arm else np.zeros(arm.size, dtype=np.intp)
    moments = compute_moments(measures.design, measures.outcome, sets, 2 if by_arm else 1)
    return moments if isinstance(moments, str) else fit_reml(moments)


def _restore_covariance(fit: RemlFit) -> tuple[tuple[tuple[float, ...], ...], ...]:
    matrices = fit.sigma * fit.moments.basis.scale**2
    return tuple(tuple(tuple(row) for row in matrix) for matrix in matrices.tolist())


class _Reporter:
    """Turns a fit, or the reason why there is none, into results."""

    def __init__(
        self, measures: RepeatedMeasures, fit: RemlFit | str, df: DfMethod, confidence: float
    ) -> None:
        self._measures, self._fit, self._df, self._confidence = measures, fit, df, confidence
        self._name = (KENWARD_ROGER if df == "Kenward-Roger" else SATTERTHWAITE).name
        self._contrasts = make_visit_contrasts(measures.visits.size, measures.design.shape[2])
        self._covariance: Vector | None = None
        if not isinstance(fit, str):
            adjusted = df == "Kenward-Roger"
            self._covariance = adjust_covariance(fit) if adjusted else fit.score.fit.covariance

    def describe_visit(self, visit: int) -> VisitEstimate:
        """Describe one column of the outcome."""
        found = np.flatnonzero(self._measures.visits == visit)
        if found.size == 0:
            reason = "nobody was observed at this visit"
            difference, test, error, df = self._make_nothing(reason)
            return VisitEstimate(visit, difference, test, error, df, difference, difference, 0, 0)
        place = int(found[0])
        difference, test, error, df = self._compute(self._contrasts.difference[place])
        seen = self._measures.arm[~np.isnan(self._measures.outcome[:, place])]
        return VisitEstimate(
            visit,
            difference,
            test,
            error,
            df,
            mean_1=self._compute(self._contrasts.mean_1[place])[0],
            mean_0=self._compute(self._contrasts.mean_0[place])[0],
            n_1=int(np.sum(seen == 1.0)),
            n_0=int(np.sum(seen == 0.0)),
        )

    def test_jointly(self) -> JointTest:
        """Test all visits at once."""
        q = self._measures.visits.size
        if isinstance(self._fit, str) or self._covariance is None:
            return self._make_no_joint(str(self._fit), q)
        basis = self._fit.moments.basis
        expressed, estimable = express_contrasts(basis, self._contrasts.difference)
        if not estimable.all():
            return self._make_no_joint("the difference at a visit is not estimable", q)
        kenward_roger = self._df == "Kenward-Roger"
        compute = compute_kenward_roger_joint if kenward_roger else compute_satterthwaite_joint
        joint = compute(self._fit, self._covariance, expressed)
        if isinstance(joint, str):
            return self._make_no_joint(joint, q)
        return JointTest(
            HypothesisTest(joint.p_value, self._name),
            Statistic(joint.f, self._name),
            Statistic(joint.denominator_df, self._name),
            q,
        )

    def _compute(self, contrast: Vector) -> tuple[Interval, HypothesisTest, Statistic, Statistic]:
        if isinstance(self._fit, str) or self._covariance is None:
            return self._make_nothing(str(self._fit))
        expressed, estimable = express_contrasts(self._fit.moments.basis, contrast[None, :])
        if not estimable[0]:
            return self._make_nothing(
                "not estimable: an arm was never observed at this visit, or covariates determine it"
            )
        found = compute_contrast_inference(self._fit, self._covariance, expressed[0])
        return (
            *compute_t_inference(
                found.estimate, found.error, found.df, self._confidence, self._name
            ),
            Statistic(found.error, self._name),
            Statistic(found.df, self._name),
        )

    def _make_nothing(self, reason: str) -> tuple[Interval, HypothesisTest, Statistic, Statistic]:
        nothing = Statistic(None, self._name, reason)
        interval, test = make_estimate_only(None, self._confidence, self._name, reason)
        return interval, test, nothing, nothing

    def _make_no_joint(self, reason: str, q: int) -> JointTest:
        nothing = Statistic(None, self._name, reason)
        return JointTest(HypothesisTest(None, self._name, reason=reason), nothing, nothing, q)
