"""The ``[[monitoring]]`` tables: when harms would stop the study."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from tubulus.study.definition.section import Identifier, Section

__all__ = ["Monitoring"]


class Monitoring(Section):
    """One ``[[monitoring]]`` table: a stopping boundary for one harm in one arm.

    The rule is calibrated exactly: where the true share is ``acceptable``, the study stops with a
    probability of at most ``alpha`` over all looks.
    """

    id: Identifier
    label: str
    estimand: Identifier = Field(description="An estimand whose endpoint is a harm.")
    arm: Identifier = Field(description="One of the estimand's arms.")
    acceptable: float = Field(gt=0.0, lt=1.0, description="Share of harms that is acceptable.")
    alpha: float = Field(default=0.05, gt=0.0, lt=1.0)
    looks: tuple[int, ...] = Field(
        min_length=1, description="Participants followed at each look, in ascending order."
    )
    rule: Literal["Pocock", "O'Brien-Fleming", "Bayesian"] = "Pocock"
    prior: tuple[float, float] = Field(
        default=(0.5, 0.5), description="Beta prior of a Bayesian rule."
    )
    shares: tuple[float, ...] = Field(
        default=(0.02, 0.05, 0.1, 0.15, 0.2, 0.3),
        description="True shares for which the operating characteristics are given.",
    )
    source: str = Field(default="", description="Where the acceptable share comes from.")

    @model_validator(mode="after")
    def _order_looks(self) -> Self:
        if any(
            later <= earlier for earlier, later in zip(self.looks, self.looks[1:], strict=False)
        ):
            raise ValueError("the looks are not in ascending order")
        if self.looks[0] < 1:
            raise ValueError("a look needs at least one participant")
        if min(self.prior) <= 0.0:
            raise ValueError("both parameters of the prior are above 0")
        if any(not 0.0 <= share <= 1.0 for share in self.shares):
            raise ValueError("a share lies in [0, 1]; shares are fractions, not percentages")
        return self
