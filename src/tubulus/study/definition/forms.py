"""Forms and items: what is asked, of which type, in which unit, at which visits."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from tubulus.core.identifiers import suggest_name
from tubulus.core.units import UNITS
from tubulus.study.definition.section import Identifier, Section

__all__ = ["EditCheck", "Form", "Item", "ItemKind", "Severity"]

ItemKind = Literal["number", "integer", "text", "code", "date", "time", "truth"]
Severity = Literal["stop", "error", "warning", "note"]


class Item(Section):
    """One question of a form.

    ``minimum`` and ``maximum`` are limits no true value can pass (an error); ``low`` and
    ``high`` are limits beyond which a value is unusual (a warning).
    """

    id: Identifier
    label: str
    kind: ItemKind
    unit: str = ""
    units: tuple[str, ...] = Field(
        default=(), description="Further units in which the value may be entered."
    )
    analyte: str = Field(default="", description="What was measured, for conversions and ranges.")
    codes: dict[str, str] = Field(default_factory=dict)
    minimum: float | None = None
    maximum: float | None = None
    low: float | None = None
    high: float | None = None
    required: bool = False
    identifying: bool | None = Field(
        default=None, description="Overrides the form's decision for this item."
    )
    not_quantifiable: bool = Field(
        default=False, description="True where 'seen, not quantifiable' is a possible value."
    )
    ask_when: str = Field(default="", description="Expression: the item applies where it is true.")
    derive: str = Field(default="", description="Expression: the item is computed, never entered.")
    terms: dict[str, str] = Field(
        default_factory=dict, description="Terminology codes, for instance cdisc or loinc."
    )
    note: str = ""

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        for unit in filter(None, (self.unit, *self.units)):
            if unit not in UNITS:
                raise ValueError(f"unknown unit '{unit}'; {suggest_name(unit, UNITS)}")
        if self.kind == "code" and not self.codes:
            raise ValueError("an item of kind 'code' lists its codes")
        if self.codes and self.kind != "code":
            raise ValueError("only an item of kind 'code' has codes")
        if self.units and not self.unit:
            raise ValueError("further units need the item's own unit; write unit")
        if self.kind not in {"number", "integer"}:
            self._refuse_measures()
        for first, last in ((self.minimum, self.maximum), (self.low, self.high)):
            if first is not None and last is not None and first > last:
                raise ValueError("the lower limit is above the upper one")
        return self

    def _refuse_measures(self) -> None:
        if self.unit:
            raise ValueError("only a number has a unit")
        limits = (self.minimum, self.maximum, self.low, self.high)
        if any(limit is not None for limit in limits):
            raise ValueError("only a number has limits")


class EditCheck(Section):
    """A rule of the study: a finding is raised where ``require`` is false."""

    id: Identifier
    require: str = Field(description="Expression that holds where the data are in order.")
    where: str = Field(default="", description="Expression: the rule applies where it is true.")
    message: str
    severity: Severity = "error"
    items: tuple[Identifier, ...] = ()


class Form(Section):
    """One form: a set of items that are entered together."""

    further_keys: ClassVar[tuple[str, ...]] = ("use", "drop")

    id: Identifier
    label: str
    standard: str = Field(
        default="", description="Name of the built-in form this one was taken from."
    )
    purpose: str = ""
    about: Literal["participant", "partner", "child", "product"] = "participant"
    visits: tuple[Identifier, ...] = Field(
        default=(), description="Visits at which it is due; none for a log that may be added to."
    )
    arms: tuple[Identifier, ...] = Field(default=(), description="Arms it applies to; none: all.")
    repeats: bool = Field(
        default=False, description="True where a participant may have several at one visit."
    )
    identifying: bool = Field(description="Whether its items identify a person.")
    dated_by: str = Field(default="", description="Item that holds the date of the form.")
    items: tuple[Item, ...]
    checks: tuple[EditCheck, ...] = ()
    guarded: tuple[Identifier, ...] = Field(
        default=(), description="Items that a study may not leave out; set by the built-in form."
    )
    needs: tuple[Identifier, ...] = Field(
        default=(),
        description="Built-in forms that its checks compare it with; set by the built-in form.",
    )

    @model_validator(mode="after")
    def _name_own_items(self) -> Self:
        names = [item.id for item in self.items]
        if self.dated_by and self.dated_by not in names:
            raise ValueError(
                f"dated_by names no item of the form; {suggest_name(self.dated_by, names)}"
            )
        if self.dated_by and self.items[names.index(self.dated_by)].kind != "date":
            raise ValueError(f"dated_by: '{self.dated_by}' is not a date")
        return self

    def find_item(self, item: str) -> Item | None:
        """Return the item of a name, or None."""
        return next((entry for entry in self.items if entry.id == item), None)

    def is_identifying(self, item: Item) -> bool:
        """Tell whether an item identifies a person: its own decision, else the form's."""
        return self.identifying if item.identifying is None else item.identifying
