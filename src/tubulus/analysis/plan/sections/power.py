"""The ``[[power]]`` tables: what the planned number of participants can show."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from tubulus.study.definition.section import Identifier, Section

__all__ = ["Power"]


class Power(Section):
    """One ``[[power]]`` table: the assumptions under which a test's power is computed.

    A share needs ``shares``; a number on the log scale needs ``ratio`` and ``log_sd``.
    """

    id: Identifier
    label: str
    estimand: Identifier = Field(description="An estimand that has a test.")
    shares: tuple[float, float] | None = Field(
        default=None, description="True shares, first arm and comparator."
    )
    ratio: float | None = Field(default=None, gt=0.0, description="True ratio of geometric means.")
    log_sd: float | None = Field(default=None, gt=0.0, description="SD of the logs within an arm.")
    correlation: float = Field(
        default=0.0, ge=0.0, lt=1.0, description="Correlation with the value before."
    )
    alpha: float = Field(default=0.05, gt=0.0, lt=1.0)
    target: float = Field(default=0.8, gt=0.0, lt=1.0, description="Power that is sought.")
    source: str = Field(description="Where the assumptions come from.")

    @model_validator(mode="after")
    def _require_one_kind(self) -> Self:
        number = self.ratio is not None and self.log_sd is not None
        if (self.shares is None) == (not number):
            raise ValueError("give either shares, or both ratio and log_sd")
        if self.shares is not None and any(not 0.0 <= share <= 1.0 for share in self.shares):
            raise ValueError("a share lies in [0, 1]; shares are fractions, not percentages")
        return self
