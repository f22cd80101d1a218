"""What a synthetic study is drawn from: the ``[simulation]`` table, each number with its source."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

import numpy as np
import numpy.typing as npt
from pydantic import Field, model_validator

from tubulus.study.definition.section import Identifier, Section

__all__ = [
    "AdverseEventRate",
    "AetiologyShares",
    "Change",
    "Condition",
    "Correlation",
    "Examination",
    "Infertility",
    "Marginal",
    "Mess",
    "ResponseRate",
    "ScreeningFailures",
    "SimulatedArm",
    "SimulatedVisits",
    "SimulationSettings",
    "SpermFindings",
]

Share = Annotated[float, Field(ge=0, le=1)]
Source = Annotated[str, Field(min_length=1)]
Infertility = Literal["primary", "secondary"]
Examination = Literal["as at baseline", "more sensitive"]
Span = tuple[int, int]


class SimulatedArm(Section):
    """How many men an arm has, which course they take, and how many have secondary infertility."""

    id: Identifier
    participants: int = Field(ge=0)
    course: Literal["cells", "hormones", "lifestyle"] = Field(
        description="cells: harvest, product, injection; hormones: a drug from day 1; lifestyle: "
        "sessions of a programme from day 1."
    )
    secondary_share: Share
    source: Source


class Marginal(Section):
    """Distribution of one item among the men, and how much a man varies between visits.

    ``center`` and ``spread`` are median and standard deviation of the logarithm of a log-normal,
    mean and standard deviation of a normal distribution, in the item's unit; both are cut at
    ``low`` and ``high``. ``within_cv`` is the coefficient of variation within a man.
    """

    item: Identifier
    distribution: Literal["normal", "log-normal"]
    center: float
    spread: float = Field(gt=0)
    low: float
    high: float
    within_cv: float = Field(default=0.0, ge=0)
    source: Source

    @property
    def within_spread(self) -> float:
        """Standard deviation within a man, on the scale of ``spread``."""
        if self.distribution == "normal":
            return self.within_cv * self.center
        return float(np.sqrt(np.log1p(self.within_cv**2)))

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        if not self.low < self.center < self.high:
            raise ValueError("low, center and high must rise")
        if self.distribution == "log-normal" and self.low <= 0:
            raise ValueError("a log-normal distribution is cut above 0")
        if self.within_spread >= self.spread:
            raise ValueError("a man varies more between visits than men differ; lower within_cv")
        return self


class Correlation(Section):
    """Correlation of two marginals, on the logarithm where the marginal is log-normal."""

    items: tuple[Identifier, Identifier]
    value: float = Field(gt=-1, lt=1)
    source: Source


class Change(Section):
    """Ratio by which an arm's treatment moves an item until the follow-up visit."""

    arm: Identifier
    item: Identifier
    ratio: float = Field(gt=0)
    source: Source


class ResponseRate(Section):
    """Chance that sperm are seen in any ejaculate of the follow-up visit."""

    arm: Identifier
    infertility: Infertility
    examination: Examination
    rate: Share
    source: Source


class Condition(Section):
    """Condition under which an arm is drawn: so many composite responders, all of one stratum."""

    arm: Identifier
    responders: int = Field(ge=0)
    infertility: Infertility | None = None
    label: Source


class ScreeningFailures(Section):
    """Share of the screened men who are not taken in, and why."""

    failure_share: float = Field(ge=0, lt=1)
    reasons: dict[str, float] = Field(min_length=1)
    source: Source


class AetiologyShares(Section):
    """Mix of causes among those taken in."""

    shares: dict[str, float] = Field(min_length=1)
    source: Source


class Mess(Section):
    """How untidy the data are: shares of men, visits or values."""

    missing_follow_up: Share = 0.0
    missing_value: Share = 0.0
    missing_second_ejaculate: Share = 0.0
    third_ejaculate: Share = 0.0
    direct_at_baseline: Share = 0.0
    outside_window: Share = 0.0
    second_laboratory: Share = 0.0
    changes_laboratory: Share = 0.0
    unit_left_empty: Share = 0.0
    afternoon_blood: Share = 0.0
    unusual_abstinence: Share = 0.0
    rescue: Share = 0.0
    source: Source


class SpermFindings(Section):
    """What is seen where sperm are seen; concentrations of countable findings in million/mL."""

    counted_share: Share
    center: float = Field(gt=0)
    spread: float = Field(gt=0)
    pregnancy_share: Share = 0.0
    source: Source


class AdverseEventRate(Section):
    """Share of men with one kind of event; ``arm`` empty means every arm."""

    category: str
    term: str
    arm: str = ""
    rate: Share
    after: Literal["harvest", "treatment"] = "treatment"
    days: Span
    duration: Span
    grade: int = Field(default=1, ge=1, le=5)
    relation: str
    related_to: str = ""
    clavien_dindo: str = "none"
    source: Source

    @model_validator(mode="after")
    def _order_spans(self) -> Self:
        if self.days[0] > self.days[1] or self.duration[0] > self.duration[1]:
            raise ValueError("write [fewest, most] days")
        return self


class SimulatedVisits(Section):
    """Which visit of the study plays which part.

    Hormones and semen are drawn before treatment and at ``follow_up``: those of a visit between
    the two stay empty, and with them an endpoint that repeats.
    """

    screening: Identifier = "screening"
    baseline: Identifier = "baseline"
    treatment: Identifier = "treatment"
    early: Identifier = "week-1"
    follow_up: Identifier = "month-6"
    long_term: Identifier = "long-term"


class SimulationSettings(Section):
    """The ``[simulation]`` table."""

    seed: int = Field(ge=0, description="Seed of the shipped data; another may be asked for.")
    recruitment_start: date
    recruitment_days: int = Field(ge=1)
    visits: SimulatedVisits = SimulatedVisits()
    arms: tuple[SimulatedArm, ...] = Field(min_length=1)
    marginals: tuple[Marginal, ...] = Field(min_length=1)
    correlations: tuple[Correlation, ...] = ()
    changes: tuple[Change, ...] = ()
    response: tuple[ResponseRate, ...]
    condition: Condition | None = None
    screening: ScreeningFailures
    aetiology: AetiologyShares
    mess: Mess
    sperm: SpermFindings
    adverse_events: tuple[AdverseEventRate, ...] = ()

    def find_arm(self, arm: str) -> SimulatedArm:
        """Return the settings of an arm.

        Raises
        ------
        KeyError
            If the arm is not simulated.
        """
        return {entry.id: entry for entry in self.arms}[arm]

    def find_rate(self, arm: str, infertility: str, examination: str) -> float:
        """Return the chance of sperm for an arm, a stratum and an examination.

        Raises
        ------
        KeyError
            If the table of rates has no such row.
        """
        rates: dict[tuple[str, str, str], float] = {
            (r.arm, r.infertility, r.examination): r.rate for r in self.response
        }
        return rates[arm, infertility, examination]

    def make_correlation_matrix(self) -> npt.NDArray[np.float64]:
        """Make the correlation matrix of the marginals, in their order; pairs not named are 0."""
        names = [marginal.item for marginal in self.marginals]
        matrix = np.eye(len(names))
        for pair in self.correlations:
            i, j = (names.index(item) for item in pair.items)
            matrix[i, j] = matrix[j, i] = pair.value
        return matrix

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        names = [marginal.item for marginal in self.marginals]
        if len(set(names)) < len(names):
            raise ValueError("an item has two marginals; keep one")
        named = {item for pair in self.correlations for item in pair.items}
        named |= {change.item for change in self.changes}
        if not named <= set(names):
            stray = ", ".join(sorted(named - set(names)))
            raise ValueError(f"correlations and changes name items without marginal: {stray}")
        if np.linalg.eigvalsh(self.make_correlation_matrix())[0] <= 1e-8:
            raise ValueError("the correlations contradict each other (not positive definite)")
        return self

    @model_validator(mode="after")
    def _know_arms(self) -> Self:
        arms = {arm.id for arm in self.arms}
        if self.condition and self.condition.arm not in arms:
            raise ValueError(f"the condition names the arm '{self.condition.arm}', not simulated")
        wanted = {
            (arm, infertility, examination)
            for arm in arms
            for infertility in ("primary", "secondary")
            for examination in ("as at baseline", "more sensitive")
        }
        given = [(r.arm, r.infertility, r.examination) for r in self.response]
        lacking = sorted(wanted - set(given))
        if lacking:
            raise ValueError(f"response lacks the row {', '.join(lacking[0])}")
        if len(given) > len(set(given)):
            raise ValueError("response has a row twice; keep one")
        return self
