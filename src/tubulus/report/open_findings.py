"""Open findings that change what a number may be used for: stops and errors of the checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tubulus.report.material import Material

__all__ = ["OpenFindings", "count_among", "list_grave_participants", "list_open_findings"]

GRAVE = ("stop", "error")
"""Severities that stand at the top of the report."""

_NAMED = 8
"""Participants named beside a check; more are counted."""


@dataclass(frozen=True, slots=True)
class OpenFindings:
    """Open findings of one severity.

    ``checks`` pairs the name of each check with what it concerns: its participants as far as the
    report may name them.
    """

    severity: str
    n: int
    checks: tuple[tuple[str, str], ...]

    @property
    def sentence(self) -> str:
        """Say how many are open."""
        are = "finding is" if self.n == 1 else "findings are"
        return f"{self.n} {self.severity} {are} open"


def list_open_findings(material: Material) -> list[OpenFindings]:
    """List the open stops and errors, stops first; severities without any are left out."""
    rows = material.get_rows("findings")
    found = []
    for severity in GRAVE:
        own = [row for row in rows if row["severity"] == severity]
        checks: dict[str, list[str]] = {}
        for row in own:
            checks.setdefault(str(row["check"]), []).append(str(row.get("participant") or "study"))
        if own:
            named = tuple((name, _name(material, who)) for name, who in checks.items())
            found.append(OpenFindings(severity, len(own), named))
    return found


def list_grave_participants(material: Material, check: str = "") -> dict[str, list[str]]:
    """Map each participant with an open stop or error, of one check if named, to the checks."""
    found: dict[str, list[str]] = {}
    for row in material.get_rows("findings"):
        who = row.get("participant")
        if who and row["severity"] in GRAVE and check in {"", row["check"]}:
            found.setdefault(str(who), []).append(str(row["check"]))
    return found


def _name(material: Material, participants: Sequence[str]) -> str:
    unique = list(dict.fromkeys(participants))
    if not material.settings.individual_data:
        return f"{len(unique)} participant{'' if len(unique) == 1 else 's'}"
    left = len(unique) - _NAMED
    return ", ".join(unique[:_NAMED]) + (f" and {left} more" if left > 0 else "")


def count_among(
    rows: Iterable[Mapping[str, Any]], participants: Mapping[str, Sequence[str]]
) -> list[str]:
    """List the participants of some rows who are among others, each once."""
    return list(dict.fromkeys(r["participant"] for r in rows if r["participant"] in participants))
