"""The study as defined in ``study.toml``: the part that every room may rely on.

Each room owns its section of the file. This room reads its own sections and keeps the others as
raw tables with their places; whoever composes the rooms hands them on and reports the problems of
all together.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tubulus.core.files import compute_text_hash
from tubulus.study.definition.check_settings import CheckSettings
from tubulus.study.definition.eligibility import Criterion
from tubulus.study.definition.forms import EditCheck, Form, Item
from tubulus.study.definition.identity import Arm, Roles, StudyIdentity, Visit
from tubulus.study.definition.laboratories import Laboratory
from tubulus.study.definition.reported import Reported
from tubulus.study.definition.toml_places import PlacedTable

__all__ = ["Study"]


@dataclass(frozen=True)
class Study:
    """A study's definition.

    Parameters
    ----------
    identity : StudyIdentity
        Name, registration and design.
    roles : Roles
        Which items tell the arm and the date of birth.
    arms, visits, laboratories, forms, eligibility, checks : tuple
        The parts of the definition, in the order of the file.
    source : PlacedTable
        The whole file, for the sections of other rooms.
    folder : Path
        Where the study lies.
    check_settings : CheckSettings
        How strict the built-in checks are.
    reported : tuple of Reported
        Printed percentages to recompute.
    """

    identity: StudyIdentity
    roles: Roles
    arms: tuple[Arm, ...]
    visits: tuple[Visit, ...]
    laboratories: tuple[Laboratory, ...]
    forms: tuple[Form, ...]
    eligibility: tuple[Criterion, ...]
    checks: tuple[EditCheck, ...]
    source: PlacedTable
    folder: Path
    check_settings: CheckSettings = field(default_factory=CheckSettings)
    reported: tuple[Reported, ...] = ()
    _by_id: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for kind in ("arms", "visits", "laboratories", "forms"):
            self._by_id[kind] = {part.id: part for part in getattr(self, kind)}

    def list_declared(self, kind: str) -> list[str]:
        """List the identifiers of a kind in the file, also of parts that could not be read."""
        entries = self.source.data.get(kind, [])
        if not isinstance(entries, list):
            return []
        return [str(e.get("id", e.get("use", ""))) if isinstance(e, dict) else "" for e in entries]

    def find_form(self, form: str) -> Form | None:
        """Return the form of an identifier, or None."""
        return self._by_id["forms"].get(form)

    def find_arm(self, arm: str) -> Arm | None:
        """Return the arm of an identifier, or None."""
        return self._by_id["arms"].get(arm)

    def find_visit(self, visit: str) -> Visit | None:
        """Return the visit of an identifier, or None."""
        return self._by_id["visits"].get(visit)

    def find_laboratory(self, laboratory: str) -> Laboratory | None:
        """Return the laboratory of an identifier, or None."""
        return self._by_id["laboratories"].get(laboratory)

    def find_standard(self, standard: str) -> tuple[Form, ...]:
        """Return the forms that were taken from a built-in one."""
        return tuple(form for form in self.forms if form.standard == standard)

    def find_role(self, role: str) -> tuple[Form, Item] | None:
        """Return form and item that play a role (``arm``, ``birth``), or None."""
        form_id, _, item_id = str(getattr(self.roles, role)).partition(".")
        form = self.find_form(form_id)
        item = form.find_item(item_id) if form else None
        return (form, item) if form and item else None

    @property
    def content_hash(self) -> str:
        """Hash of what the file says, whatever its layout and comments."""
        return compute_text_hash(json.dumps(self.source.data, sort_keys=True, default=str))
