"""What an expression may name in a study: forms, their items, visits and arms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tubulus.core.units import UNITS
from tubulus.study.definition.forms import Form, Item
from tubulus.study.definition.study import Study

__all__ = ["Catalogue", "find_floor", "make_catalogue"]

# what counts, weighs or measures an amount cannot lie below none of it
_NEVER_NEGATIVE = frozenset(
    (
        "mass concentration",
        "amount concentration",
        "activity concentration",
        "number concentration",
        "number",
        "volume",
        "share",
        "age",
        "length",
        "mass",
    )
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The names of a study.

    Parameters
    ----------
    forms : mapping of str to Form
        Each form with its items, their types, units and codes, and the visits it is due at.
    visits, arms : mapping of str to str
        Identifier to label, in the order of the study.
    arm_item : tuple of str or None
        Form and item that tell the arm.
    unread_forms : frozenset of str
        Forms that the file declares and that could not be read.
    """

    forms: Mapping[str, Form]
    visits: Mapping[str, str]
    arms: Mapping[str, str]
    arm_item: tuple[str, str] | None = None
    unread_forms: frozenset[str] = frozenset()

    def find_item(self, form: str, item: str) -> Item | None:
        """Return an item of a form, or None."""
        found = self.forms.get(form)
        return found.find_item(item) if found else None


def make_catalogue(study: Study) -> Catalogue:
    """Gather the names of a study.

    Parameters
    ----------
    study : Study
        The definition; its expressions need not be right. Visits and arms that could not be read
        can be named all the same: what is wrong with them is reported once.
    """
    role = study.find_role("arm")
    return Catalogue(
        forms={form.id: form for form in study.forms},
        visits=_name_declared(study, "visits"),
        arms=_name_declared(study, "arms"),
        arm_item=(role[0].id, role[1].id) if role else None,
        unread_forms=frozenset(study.list_declared("forms")) - {form.id for form in study.forms},
    )


def _name_declared(study: Study, kind: str) -> dict[str, str]:
    labels = {part.id: part.label for part in getattr(study, kind)}
    return {name: labels.get(name, name) for name in study.list_declared(kind) if name}


def find_floor(item: Item) -> float:
    """Return the value below which no true value of an item lies.

    It is the item's ``minimum``, or zero where the unit measures an amount, or minus infinity.
    """
    if item.minimum is not None:
        return item.minimum
    unit = UNITS.get(item.unit)
    return 0.0 if unit and unit.dimension in _NEVER_NEGATIVE else float("-inf")
