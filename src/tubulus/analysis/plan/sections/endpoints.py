"""The ``[[endpoints]]`` tables: what is measured."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from tubulus.study.definition.section import Identifier, Section

__all__ = ["Background", "DayWindow", "Endpoint", "Examination", "RegressionToMean"]


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
    spike at zero) needs ``when`` for any and ``value`` for the amount given any; ``repeated``
    needs ``values``, one expression a visit after the baseline. A ``binary``
    endpoint that is asked of everybody, as a harm is, has ``within_days`` and ``observed_when``.
    """

    id: Identifier
    label: str
    kind: Literal["binary", "number", "amount", "repeated"]
    when: str = ""
    value: str = ""
    values: dict[Identifier, str] = Field(
        default_factory=dict,
        description="Visit to the expression of its value, in the order of the visits.",
    )
    baseline: str = ""
    baseline_when: str = Field(
        default="",
        description="Of an amount: true where there was any before; without it the amount before "
        "is not shown beside the one after.",
    )
    scale: Literal["identity", "log"] = "log"
    better: Literal["higher", "lower"] | None = Field(
        default=None,
        description="Of a number: which value is the better outcome, for an order of outcomes in "
        "which an event is the worst. An amount is better the higher it is.",
    )
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
        needs = {
            "binary": ("when",),
            "number": ("value",),
            "amount": ("when", "value"),
            "repeated": ("values",),
        }
        for part in needs[self.kind]:
            if not getattr(self, part):
                raise ValueError(f"an endpoint of kind '{self.kind}' needs '{part}'")
        if self.values and (self.kind != "repeated" or self.value):
            raise ValueError("an endpoint of kind 'repeated' alone has 'values', and no 'value'")
        for part in ("within_days", "observed_when"):
            if getattr(self, part) and self.kind != "binary":
                raise ValueError(f"only an endpoint of kind 'binary' has '{part}'")
        if self.better and self.kind != "number":
            raise ValueError("only an endpoint of kind 'number' has 'better'")
        if self.baseline_when and self.kind != "amount":
            raise ValueError("only an endpoint of kind 'amount' has 'baseline_when'")
        return self

    @property
    def texts(self) -> tuple[str, ...]:
        """Every expression on which the endpoint's values rest."""
        found = (self.when, self.value, *self.values.values(), self.baseline, self.baseline_when)
        return tuple(text for text in found if text)
