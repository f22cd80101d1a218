"""The ``[testing]`` table: in which order hypotheses are tested and what each may spend."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from tubulus.study.definition.section import Identifier, Section

__all__ = ["Hypothesis", "Testing"]

_ROUNDING = 1e-9


class Hypothesis(Section):
    """One ``[[testing.hypotheses]]`` table: a test, its share of alpha, and who inherits it."""

    estimand: Identifier
    weight: float = Field(ge=0.0, le=1.0, description="Share of alpha at the start.")
    passes: dict[Identifier, float] = Field(
        default_factory=dict,
        description="Estimand to the share of this one's alpha it gets once this one is rejected.",
    )


class Testing(Section):
    """The ``[testing]`` table: one graph of hypotheses that keeps the family's error at alpha.

    Gates, fixed sequences and Holm's procedure are special graphs (Bretz, Stat Med
    2009;28:586-604). An estimand with several comparators cannot be in it.
    """

    alpha: float = Field(default=0.05, gt=0.0, lt=0.5, description="Two-sided error of the family.")
    hypotheses: tuple[Hypothesis, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _check_weights(self) -> Self:
        if sum(h.weight for h in self.hypotheses) > 1.0 + _ROUNDING:
            raise ValueError("the weights of the hypotheses add up to more than 1")
        names = [h.estimand for h in self.hypotheses]
        if len(set(names)) != len(names):
            raise ValueError("an estimand is tested twice")
        for h in self.hypotheses:
            if any(share < 0.0 for share in h.passes.values()):
                raise ValueError(f"'{h.estimand}' passes a negative share")
            if sum(h.passes.values()) > 1.0 + _ROUNDING:
                raise ValueError(f"the shares that '{h.estimand}' passes add up to more than 1")
            if h.estimand in h.passes:
                raise ValueError(f"'{h.estimand}' passes alpha to itself")
            unknown = set(h.passes) - set(names)
            if unknown:
                raise ValueError(f"'{h.estimand}' passes to what is not tested: {sorted(unknown)}")
        return self
