"""Tables of what the checks found: how many of each, and one by one as far as the settings say."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tubulus.report.material import Material
from tubulus.report.tables.frame import Column, ShownTable

__all__ = ["SEVERITIES", "count_findings", "make_finding_counts", "make_finding_list"]

SEVERITIES = ("stop", "error", "warning", "note")
"""Severities of a finding, the gravest first."""


def count_findings(material: Material) -> dict[str, int]:
    """Count findings by severity, the gravest first; severities without findings count zero."""
    counts = Counter(str(row["severity"]) for row in material.get_rows("findings"))
    return {severity: counts.get(severity, 0) for severity in SEVERITIES}


def make_finding_counts(material: Material) -> ShownTable | None:
    """Count findings by check; None where there are none."""
    counts = Counter(
        (str(row["severity"]), str(row["check"])) for row in material.get_rows("findings")
    )
    if not counts:
        return None
    ordered = sorted(counts.items(), key=lambda c: (_rank(c[0][0]), -c[1], c[0][1]))
    return ShownTable(
        id="table-finding-counts",
        caption="Findings by check",
        stub="Check",
        columns=(Column("Severity"), Column("Findings", align="right")),
        rows=[("", check, (severity, str(n))) for (severity, check), n in ordered],
        origins=[("", "", "Checks of the records", "", material.find_provenance("check"))],
    )


def make_finding_list(material: Material) -> ShownTable | None:
    """List findings one by one, the gravest first; None where there are none to list."""
    rows = sorted(material.get_rows("findings"), key=lambda r: _rank(str(r["severity"])))
    listed = rows[: material.settings.findings_listed]
    if not listed or not material.settings.individual_data:
        return None
    left = len(rows) - len(listed)
    return ShownTable(
        id="table-findings",
        caption="Findings one by one",
        stub="Participant",
        columns=(Column("Severity"), Column("Where"), Column("What"), Column("What to do")),
        rows=[
            (
                "",
                row.get("participant") or "study",
                (row["severity"], _place(row), row.get("message") or "", row.get("remedy") or ""),
            )
            for row in listed
        ],
        notes=[f"{left} more are in the findings table of the results."] if left else [],
    )


def _rank(severity: str) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)


def _place(row: dict[str, Any]) -> str:
    parts = [row.get("visit"), row.get("form"), row.get("item")]
    place = " / ".join(str(part) for part in parts if part)
    file = row.get("file")
    line = f", line {row['row']}" if row.get("row") else ""
    return f"{place} ({file}{line})" if file else place
