"""Show findings in a terminal: equal ones together, as a table or, where narrow, as a list."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import click

from tubulus.cli.output import measure_width, print_table

__all__ = ["FindingGroup", "group_findings", "print_findings", "render_list", "select_groups"]

WARNINGS_LISTED = 5
"""Warnings of one check that are listed unless all are asked for."""

GROUPED_FROM = 6
"""Equal findings that are listed as one."""

NAMED = 5
"""Participants and lines that a group names unless all are asked for."""

TABLE_FROM = 120
"""Columns of a terminal in which the table can be read."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """One finding, or several that say the same of one item."""

    rows: tuple[Row, ...]

    @property
    def severity(self) -> str:
        """How grave it is."""
        return str(self.rows[0]["severity"])

    @property
    def check(self) -> str:
        """What found it, and how often."""
        times = f" ({len(self.rows)} times)" if len(self.rows) > 1 else ""
        return f"{self.rows[0]['check']}{times}"

    def name_participants(self, most: int | None) -> str:
        """Name the participants, or as many of them as are wanted."""
        return _join((row["participant"] for row in self.rows), most)

    def name_visits(self) -> str:
        """Name the visits."""
        return _join((row["visit"] for row in self.rows), None)

    def name_place(self, most: int | None) -> str:
        """Name file, lines and item."""
        first = self.rows[0]
        lines = _join((str(row["row"] or "") for row in self.rows), most)
        place = f"{first['file'] or first['form']}" + (f":{lines}" if lines else "")
        return f"{place} {first['item']}".strip()


def _join(names: Iterable[str], most: int | None) -> str:
    known = [name for name in dict.fromkeys(names) if name]
    if most is None or len(known) <= most:
        return ", ".join(known)
    return f"{', '.join(known[:most])}, ... ({len(known)})"


def group_findings(rows: Sequence[Row]) -> list[FindingGroup]:
    """Put equal findings of one item together where they are many; keep the order."""
    keys = ("severity", "check", "form", "item", "file", "message", "remedy")
    same: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        # a slip of a column is the same at every visit, a missing visit is not
        visit = "" if row["item"] else row["visit"]
        same.setdefault((visit, *(row[key] for key in keys)), []).append(row)
    groups = []
    for members in same.values():
        if len(members) >= GROUPED_FROM:
            groups.append(FindingGroup(tuple(members)))
        else:
            groups.extend(FindingGroup((member,)) for member in members)
    return groups


def select_groups(groups: Iterable[FindingGroup]) -> list[FindingGroup]:
    """Select what must be seen: every stop and error, the first few warnings of each check."""
    seen: Counter[str] = Counter()
    selected = []
    for group in groups:
        check = group.rows[0]["check"]
        seen[check] += 1
        if group.severity in {"stop", "error"} or (
            group.severity == "warning" and seen[check] <= WARNINGS_LISTED
        ):
            selected.append(group)
    return selected


def print_findings(rows: Sequence[Row], *, show_all: bool) -> None:
    """Print the findings that must be seen, or every one, and say how many are not shown."""
    groups = group_findings(rows)
    listed = groups if show_all else select_groups(groups)
    most = None if show_all else NAMED
    if measure_width() < TABLE_FROM:
        click.echo(render_list(listed, most, measure_width()), nl=False)
    else:
        print_table(
            ("severity", "check", "participant", "visit", "place", "message", "what to do"),
            (
                (
                    group.severity,
                    group.check,
                    group.name_participants(most),
                    group.name_visits(),
                    group.name_place(most),
                    group.rows[0]["message"],
                    group.rows[0]["remedy"],
                )
                for group in listed
            ),
        )
    shown = sum(len(group.rows) for group in listed)
    if shown < len(rows):
        click.echo(f"{shown} of {len(rows)} findings are listed; --all lists every one.")


def render_list(groups: Iterable[FindingGroup], most: int | None, width: int) -> str:
    """Write each finding as a short paragraph of labelled lines."""
    lines = []
    for group in groups:
        lines.append(f"{group.severity}: {group.check}")
        for label, text in (
            ("who", group.name_participants(most)),
            ("visit", group.name_visits()),
            ("where", group.name_place(most)),
            ("what", group.rows[0]["message"]),
            ("do", group.rows[0]["remedy"]),
        ):
            head = f"  {label:<7}"
            if text:
                lines += textwrap.wrap(
                    text, width, initial_indent=head, subsequent_indent=" " * len(head)
                )
        lines.append("")
    return "\n".join([*lines, ""]) if lines else ""
