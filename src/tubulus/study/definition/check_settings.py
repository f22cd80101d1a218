"""How strict the built-in checks are: each number with its unit and its reason."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from tubulus.study.definition.section import Section

__all__ = ["CheckSettings"]


class CheckSettings(Section):
    """The ``[check_settings]`` table; a study changes what its protocol states otherwise."""

    total_tolerance: float = Field(
        default=0.05,
        gt=0,
        lt=1,
        description=(
            "Share by which a printed total may differ from volume x concentration, on top of "
            "what the rounding of the printed numbers explains. In a clinic's file of 223 rows "
            "one differed by more than 5 %, in another of 85 rows none by more than 15 %."
        ),
    )
    motility_tolerance: float = Field(
        default=1.5,
        ge=0,
        description=(
            "Percentage points by which the three classes of motility may miss 100: three whole "
            "numbers are each rounded by at most half a point."
        ),
    )
    abstinence_d: tuple[float, float] = Field(
        default=(2.0, 7.0),
        description="Shortest and longest abstinence in days, as the WHO manual asks for.",
    )
    baseline_ejaculates: int = Field(
        default=2, ge=1, description="Ejaculates that azoospermia at baseline rests on."
    )
    sediment_g: float = Field(
        default=3000.0,
        gt=0,
        description="Least centrifugation, in multiples of gravity, for a sediment to count.",
    )
    sediment_min: float = Field(
        default=15.0, gt=0, description="Least duration of that centrifugation, in minutes."
    )
    testosterone_until: str = Field(
        default="11:00",
        pattern=r"^([01]\d|2[0-3]):[0-5]\d$",
        description=(
            "Latest time of a blood sample for testosterone: at the age of 30 to 40 years it is "
            "20-25 % lower at 16:00 than at 08:00."
        ),
    )

    @model_validator(mode="after")
    def _order_abstinence(self) -> Self:
        if self.abstinence_d[0] > self.abstinence_d[1]:
            raise ValueError("the shortest abstinence is above the longest; write [2, 7]")
        return self
