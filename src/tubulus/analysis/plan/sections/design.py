"""The ``[design]`` table: the trials on which the plan is tried before there are data."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from tubulus.study.definition.section import Identifier, Section

__all__ = [
    "Design",
    "DesignCorrelation",
    "DesignCovariate",
    "DesignOutcome",
    "Form",
    "HarmShare",
    "Mechanism",
    "MissingOutcomes",
    "Scenario",
    "UnmeasuredConfounder",
]

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Source = Annotated[str, Field(min_length=1)]
Form = Literal["linear", "quadratic", "threshold", "interaction"]
Mechanism = Literal["completely at random", "at random", "not at random"]


class DesignCovariate(Section):
    """One ``[[design.covariates]]`` table: how a baseline variable varies between participants.

    A number has ``mean`` and ``sd`` on the scale of the baseline variable (of the logs where that
    is ``log``); a variable of two levels has ``share``.
    """

    id: Identifier = Field(description="Baseline variable of the plan.")
    mean: float | None = None
    sd: float | None = Field(default=None, gt=0.0)
    share: float | None = Field(
        default=None, gt=0.0, lt=1.0, description="Share of the second of two levels."
    )
    source: Source

    @model_validator(mode="after")
    def _require_one_kind(self) -> Self:
        number = self.mean is not None and self.sd is not None
        if (self.share is None) == (not number):
            raise ValueError("give either mean and sd, or share")
        return self


class DesignCorrelation(Section):
    """One ``[[design.correlations]]`` table: correlation of two covariates.

    For a variable of two levels it is that of the normal variable whose upper part is the level.
    """

    covariates: tuple[Identifier, Identifier]
    value: float = Field(gt=-1.0, lt=1.0)
    source: Source


class DesignOutcome(Section):
    """One ``[[design.outcomes]]`` table: the outcome without any effect of treatment.

    An event has ``share``; a number has ``mean`` and ``sd`` on the scale of its endpoint, and
    ``correlation`` with its value before.
    """

    endpoint: Identifier
    share: Share | None = Field(default=None, description="Share with the event.")
    mean: float | None = None
    sd: float | None = Field(default=None, gt=0.0)
    correlation: float = Field(default=0.0, gt=-1.0, lt=1.0)
    coefficients: dict[Identifier, float] = Field(
        default_factory=dict,
        description="Covariate to its bearing on the outcome per SD of the covariate: log odds "
        "for an event, SDs of the outcome for a number.",
    )
    source: Source

    @model_validator(mode="after")
    def _require_one_kind(self) -> Self:
        number = self.mean is not None and self.sd is not None
        if (self.share is None) == (not number):
            raise ValueError("give either share, or mean and sd")
        return self


class UnmeasuredConfounder(Section):
    """A standard normal variable that nobody measures."""

    allocation: float = Field(description="Log odds of joining the first arm per SD.")
    events: float = Field(default=0.0, description="Log odds of each event per SD.")
    numbers: float = Field(default=0.0, description="SDs of each number per SD.")


class MissingOutcomes(Section):
    """How often, and of whom, outcomes are missing; harms are always known."""

    share: float = Field(ge=0.0, lt=1.0)
    mechanism: Mechanism = "completely at random"
    strength: float = Field(
        default=0.0,
        description="Log odds of missing per SD of the value before (at random), or per SD of the "
        "outcome, and with the event against without (not at random).",
    )
    first_arm: float = Field(
        default=0.0, description="Log odds of missing in the first arm against the others."
    )


class HarmShare(Section):
    """The true share of a harm in one arm of a scenario."""

    endpoint: Identifier
    arm: Identifier
    share: Share


class Scenario(Section):
    """One ``[[design.scenarios]]`` table: a world in which the plan is tried.

    The true model of the outcomes is ``linear`` in the covariates; or half of each covariate's
    bearing is that of its square (``quadratic``); or a number bears only by whether it lies more
    than half an SD above its mean (``threshold``); or covariates bear 1.5 times as much in the
    first arm and half as much in the others (``interaction``). Numbers keep their share of the
    outcome's variance; variables of two levels keep the linear form but for ``interaction``.
    """

    id: Identifier
    label: str
    confounding: dict[Identifier, float] = Field(
        default_factory=dict,
        description="Covariate to the log odds of joining the first arm per SD.",
    )
    unmeasured: UnmeasuredConfounder | None = None
    form: Form = "linear"
    effects: dict[Identifier, float] = Field(
        default_factory=dict,
        description="Estimand to its true effect: a difference of shares, or a difference on the "
        "scale of the endpoint (of natural logs for 'log', where 15 % less is -0.163). It is the "
        "difference of the first arm from each comparator of the estimand; the comparator of the "
        "first one named has the outcome without effect, and an effect against another moves "
        "that one. Estimands of the same arms have the same effect, whichever is named. An "
        "endpoint of which no estimand is named has none; where one is named, so is each that "
        "does not follow from it.",
    )
    missing: MissingOutcomes | None = None
    harms: tuple[HarmShare, ...] = ()
    source: Source


class Design(Section):
    """The ``[design]`` table: what ``tubulus design simulate`` draws its trials from.

    The arms have their planned sizes. Nothing here changes a result of the analysis.
    """

    trials: int = Field(default=10_000, ge=1, description="Trials of each scenario.")
    imputations: int = Field(
        default=20, ge=2, description="Completed data sets of each multiple imputation in a trial."
    )
    chunk: int = Field(default=500, ge=1, description="Trials drawn at once.")
    covariates: tuple[DesignCovariate, ...] = ()
    correlations: tuple[DesignCorrelation, ...] = ()
    outcomes: tuple[DesignOutcome, ...] = Field(min_length=1)
    scenarios: tuple[Scenario, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _refuse_repeats(self) -> Self:
        for what, names in (
            ("covariate", [c.id for c in self.covariates]),
            ("outcome", [o.endpoint for o in self.outcomes]),
            ("scenario", [s.id for s in self.scenarios]),
        ):
            twice = {name for name in names if names.count(name) > 1}
            if twice:
                raise ValueError(f"the {what} '{min(twice)}' is described twice")
        return self
