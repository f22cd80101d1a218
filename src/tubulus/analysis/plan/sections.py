"""The sections of ``study.toml`` that this room owns: what is analysed, in whom, and how."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from tubulus.study.definition.section import Identifier, Section

__all__ = [
    "AnalysisSet",
    "Background",
    "BaselineVariable",
    "CorrelationWish",
    "CountWish",
    "DayWindow",
    "DescribeSettings",
    "Endpoint",
    "Estimand",
    "Examination",
    "FlowStep",
    "IntercurrentEvent",
    "PlanSettings",
    "RegressionToMean",
    "Stratum",
]


class PlanSettings(Section):
    """The ``[plan]`` table: what holds for the whole analysis."""

    confidence: float = Field(default=0.95, gt=0.5, lt=1.0)
    data_cut: date | None = None
    baseline_set: Identifier | None = Field(
        default=None, description="Analysis set of the baseline table; the first set if not given."
    )
    rationale: str = ""
    multiplicity: str = Field(
        default="", description="How many tests there are and what guards against chance, in words."
    )
    tests: int | None = Field(
        default=None, ge=0, description="How many p-values the plan asks for; counted and compared."
    )


class AnalysisSet(Section):
    """One ``[[analysis_sets]]`` table: who is counted."""

    id: Identifier
    label: str
    when: str


class Stratum(Section):
    """One ``[[strata]]`` table: a subgroup variable fixed before treatment."""

    id: Identifier
    label: str
    value: str = Field(description="Expression that gives a code.")


class FlowStep(Section):
    """One ``[[flow]]`` table: a box of the flow diagram."""

    id: Identifier
    label: str
    when: str = Field(description="Expression that is true for those who reach the step.")
    by_arm: bool = True
    reason: str = Field(
        default="", description="Expression that gives the reason of those who do not."
    )
    additive: bool = Field(
        default=True, description="False for a visit that may be missed and taken up again."
    )


class BaselineVariable(Section):
    """One ``[[baseline]]`` table: a line of the baseline table, also usable as covariate."""

    id: Identifier
    label: str
    value: str
    scale: Literal["identity", "log"] = "identity"
    show: bool = True


class Examination(Section):
    """Which semen examinations are compared for their sensitivity."""

    form: Identifier
    baseline: tuple[Identifier, ...]
    follow_up: Identifier


class Background(Section):
    """How often the event is seen without the treatment, from the literature."""

    label: str
    under: str = Field(
        default="", description="Another treatment under which it was seen; empty for untreated."
    )
    low: float = Field(ge=0.0, le=1.0)
    high: float = Field(ge=0.0, le=1.0)
    source: str


class RegressionToMean(Section):
    """What is needed to tell how far values would move back untreated.

    Either ``correlation`` of two measurements of one man is given, or ``log_sd`` between men
    with ``within_cv``, the coefficient of variation within a man. Each has its own source.
    """

    population: float = Field(gt=0.0, description="Geometric mean of the population, item's unit.")
    correlation: float | None = Field(default=None, ge=0.0, le=1.0)
    log_sd: float | None = Field(default=None, gt=0.0)
    within_cv: float | None = Field(default=None, gt=0.0)
    population_source: str = Field(description="Where the geometric mean comes from.")
    variation_source: str = Field(description="Where correlation or variation comes from.")

    @model_validator(mode="after")
    def _require_one_way(self) -> Self:
        pair = self.log_sd is not None and self.within_cv is not None
        if (self.correlation is None) == (not pair):
            raise ValueError("give either correlation, or both log_sd and within_cv")
        return self


class DayWindow(Section):
    """The study days of a form's entries that count; days before day 1 are negative."""

    form: Identifier
    first: int = Field(description="First study day that counts; there is no day 0.")
    last: int = Field(description="Last study day that counts.")

    @model_validator(mode="after")
    def _order_days(self) -> Self:
        if 0 in (self.first, self.last):
            raise ValueError("there is no day 0; the anchor is day 1, the day before it is day -1")
        if self.first > self.last:
            raise ValueError("the window ends before it begins; last is not before first")
        return self


class Endpoint(Section):
    """One ``[[endpoints]]`` table: what is measured.

    ``binary`` needs ``when``; ``number`` needs ``value`` and mostly ``baseline``; ``amount`` (a
    spike at zero) needs ``when`` for any and ``value`` for the amount given any. A ``binary``
    endpoint that is asked of everybody, as a harm is, has ``within_days`` and ``observed_when``.
    """

    id: Identifier
    label: str
    kind: Literal["binary", "number", "amount"]
    when: str = ""
    value: str = ""
    baseline: str = ""
    scale: Literal["identity", "log"] = "log"
    harm: bool = Field(default=False, description="True where the event is a harm.")
    within_days: DayWindow | None = Field(
        default=None, description="Entries of a log that count, by study day of each arm's anchor."
    )
    observed_when: str = Field(
        default="",
        description="Expression that is true for those whose outcome is known to the end; whoever "
        "has no event and was not followed counts as missing.",
    )
    visit: Identifier | None = None
    examination: Examination | None = None
    background: tuple[Background, ...] = ()
    regression_to_mean: RegressionToMean | None = None

    @model_validator(mode="after")
    def _require_parts(self) -> Self:
        needs = {"binary": ("when",), "number": ("value",), "amount": ("when", "value")}
        for part in needs[self.kind]:
            if not getattr(self, part):
                raise ValueError(f"an endpoint of kind '{self.kind}' needs '{part}'")
        for part in ("within_days", "observed_when"):
            if getattr(self, part) and self.kind != "binary":
                raise ValueError(f"only an endpoint of kind 'binary' has '{part}'")
        return self


class IntercurrentEvent(Section):
    """Something after the start of treatment that changes what the variable means."""

    label: str
    when: str = Field(description="Expression that is true where the event happened.")
    strategy: Literal["composite", "treatment policy", "hypothetical"]
    reason: str = ""


class Estimand(Section):
    """One ``[[estimands]]`` table: the five attributes of ICH E9(R1) and the estimator."""

    id: Identifier
    label: str
    question: str = ""
    population: Identifier = Field(description="Analysis set.")
    treatment: tuple[Identifier, ...] = Field(
        min_length=1, description="Arms; the first is compared with each of the others."
    )
    variable: Identifier = Field(description="Endpoint.")
    intercurrent_events: tuple[IntercurrentEvent, ...] = ()
    summary: str = Field(description="Population-level summary, in words.")
    estimator: str
    missing: Literal["non-response", "no event", "event", "complete cases"] = "complete cases"
    test: Literal["none", "fisher", "boschloo", "t"] = "none"
    covariates: tuple[Identifier, ...] = ()
    stratum: Identifier | None = None
    role: Literal["primary", "secondary", "safety", "sensitivity"]
    sensitivity: tuple[Literal["same examination", "complete cases", "worst case"], ...] = Field(
        default=(), description="Rules under which the estimate is repeated, without tests."
    )

    @model_validator(mode="after")
    def _refuse_repeats(self) -> Self:
        if len(set(self.treatment)) != len(self.treatment):
            raise ValueError("treatment names an arm twice")
        return self


class CorrelationWish(Section):
    """A correlation to describe."""

    first: str
    second: str
    method: Literal["pearson", "spearman"] = "pearson"
    log: bool = False


class CountWish(Section):
    """A condition whose participants are counted."""

    label: str
    when: str
    source: str = ""


class DescribeSettings(Section):
    """The ``[describe]`` table: what ``study describe`` says beyond each item's distribution."""

    correlations: tuple[CorrelationWish, ...] = ()
    counts: tuple[CountWish, ...] = ()
