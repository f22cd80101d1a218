"""What a plan holds once it is read: its sections and its compiled expressions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tubulus.analysis.plan.sections import (
    Adjustment,
    AnalysisSet,
    BaselineVariable,
    DescribeSettings,
    Design,
    Endpoint,
    Estimand,
    FlowStep,
    Monitoring,
    Multiverse,
    PlanSettings,
    Power,
    Stratum,
    Testing,
)
from tubulus.study.expressions import Expression, ItemUse, list_references

__all__ = ["Plan"]


@dataclass(frozen=True)
class Plan:
    """What is analysed, in whom, and how.

    ``expressions`` maps the text of each expression to its compiled form.
    """

    settings: PlanSettings = field(default_factory=PlanSettings)
    sets: tuple[AnalysisSet, ...] = ()
    strata: tuple[Stratum, ...] = ()
    flow: tuple[FlowStep, ...] = ()
    baseline: tuple[BaselineVariable, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    estimands: tuple[Estimand, ...] = ()
    adjustment: Adjustment | None = None
    testing: Testing | None = None
    multiverse: tuple[Multiverse, ...] = ()
    monitoring: tuple[Monitoring, ...] = ()
    power: tuple[Power, ...] = ()
    design: Design | None = None
    describe: DescribeSettings = field(default_factory=DescribeSettings)
    expressions: Mapping[str, Expression] = field(default_factory=dict)

    def find_endpoint(self, endpoint: str) -> Endpoint:
        """Return an endpoint that the plan declares."""
        return next(e for e in self.endpoints if e.id == endpoint)

    def find_estimand(self, estimand: str) -> Estimand:
        """Return an estimand that the plan declares."""
        return next(e for e in self.estimands if e.id == estimand)

    def find_watched(self, rule: Monitoring) -> str:
        """Return the endpoint that a monitoring rule watches; empty where its estimand is not."""
        return next((e.variable for e in self.estimands if e.id == rule.estimand), "")

    def find_set(self, analysis_set: str) -> AnalysisSet:
        """Return an analysis set that the plan declares."""
        return next(s for s in self.sets if s.id == analysis_set)

    def find_stratum(self, stratum: str | None) -> Stratum | None:
        """Return a stratum variable, or None."""
        return next((s for s in self.strata if s.id == stratum), None)

    def find_unit(self, text: str) -> str:
        """Return the unit of one of the plan's expressions; empty where it has none."""
        return self.expressions[text].value_type.unit

    def find_codes(self, text: str) -> Mapping[str, str]:
        """Return code and label of what one of the plan's expressions may give."""
        return dict(self.expressions[text].value_type.codes or {})

    def list_uses(self, *texts: str) -> tuple[ItemUse, ...]:
        """Return the items at their visits that some of the plan's expressions look at."""
        compiled = (self.expressions[text] for text in texts if text)
        return tuple(use for expression in compiled for use in list_references(expression))

    def list_items(self, *texts: str) -> frozenset[tuple[str, str]]:
        """Return form and item of all that some of the plan's expressions look at."""
        return frozenset((use.form, use.item) for use in self.list_uses(*texts))

    def find_covariate(self, variable: str) -> BaselineVariable:
        """Return a baseline variable that the plan declares."""
        return next(v for v in self.baseline if v.id == variable)
