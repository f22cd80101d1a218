"""What every estimator is given: the estimand, its endpoint, its participants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tubulus.analysis.dataset import Members
from tubulus.analysis.estimators.rows import begin_row
from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import Endpoint, Estimand
from tubulus.core.estimates import Estimate
from tubulus.core.seeds import make_generator
from tubulus.study.definition.study import Study

__all__ = ["EstimandContext"]


@dataclass(frozen=True)
class EstimandContext:
    """One estimand with all that its estimator needs.

    Parameters
    ----------
    study, plan : Study, Plan
        The definitions.
    estimand, endpoint : Estimand, Endpoint
        What is estimated.
    members : Members
        Participants of the population who are in one of the estimand's arms.
    more_sensitive : mapping of str to str
        Participants whose follow-up examination was more sensitive than at baseline, and why.
    section : str
        Part of the results that the rows belong to.
    seed : int
        Seed of the run, for what draws at random.
    """

    study: Study
    plan: Plan
    estimand: Estimand
    endpoint: Endpoint
    members: Members
    more_sensitive: dict[str, str]
    section: str
    seed: int = 1

    @property
    def confidence(self) -> float:
        """Confidence level of the plan."""
        return self.plan.settings.confidence

    @property
    def p_note(self) -> str:
        """What must stand beside a p-value of a comparison that nobody randomised."""
        randomised = self.study.identity.allocation == "randomised"
        return "" if randomised else "exploratory, not randomised"

    def make_row(self, statistic: str, arm: str = "", comparator: str = "") -> Estimate:
        """Make a row that says what the number belongs to, still without the number."""
        return begin_row(
            self.section,
            statistic,
            estimand=self.estimand.id,
            endpoint=self.endpoint.id,
            label=self.endpoint.label,
            analysis_set=self.estimand.population,
            arm=arm,
            comparator=comparator,
            visit=self.endpoint.visit or "",
            role=self.estimand.role,
        )

    def make_generator(self, *label: str) -> np.random.Generator:
        """Make a generator of the estimand: equal labels give equal draws, in any order of work."""
        return make_generator(self.seed, "analysis", self.estimand.id, *label)

    def list_contrasts(self) -> Iterator[tuple[str, str]]:
        """Yield the first arm with each of the others."""
        first, *others = self.estimand.treatment
        for other in others:
            yield first, other
