"""What stands at the head and foot of a table of estimates: stamp, notes, origins."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from tubulus.core.estimates import Estimate
from tubulus.report.material import ShownEstimate
from tubulus.report.trace import render_stamp
from tubulus.report.vocabulary import name_statistic

__all__ = ["find_common_stamp", "list_notes", "list_origins"]


def find_common_stamp(estimates: Sequence[ShownEstimate]) -> Markup:
    """Return one stamp for the table if all its numbers carry the same one."""
    kinds = {shown.row.specified for shown in estimates}
    return render_stamp(kinds.pop()) if len(kinds) == 1 else Markup("")


def list_notes(estimates: Sequence[ShownEstimate]) -> list[str]:
    """List what must stand beside the numbers, each remark once, in the order of the table.

    A note holds remarks with semicolons between them. A remark that holds for some rows only
    names them: by what they are about, or by their statistic where that is what sets them apart.
    Remarks on the same rows stay together.
    """
    rows = [shown.row for shown in estimates]
    about: dict[str, list[Estimate]] = {}
    for row in rows:
        for remark in dict.fromkeys(row.note.split("; ")):
            if remark:
                about.setdefault(remark, []).append(row)
    together: dict[str, list[str]] = {}
    for remark, found in about.items():
        together.setdefault(_name_rows(found, rows), []).append(remark)
    return [_write_note(who, "; ".join(said)) for who, said in together.items()]


def _write_note(who: str, said: str) -> str:
    """Put the name of the rows before a note, unless it names them itself."""
    return f"{who}: {said}" if who and not said.startswith(f"{who}:") else said


def _name_rows(found: Sequence[Estimate], rows: Sequence[Estimate]) -> str:
    """Name rows of a table; nothing where they stand for all of it."""
    labels, all_labels = (dict.fromkeys(_name(row) for row in some) for some in (found, rows))
    if len(labels) < len(all_labels):
        return ", ".join(labels)
    statistics, all_statistics = (
        dict.fromkeys(name_statistic(row.statistic) for row in some) for some in (found, rows)
    )
    return ", ".join(statistics) if len(statistics) < len(all_statistics) else ""


def _name(row: Estimate) -> str:
    return row.label or row.endpoint


def list_origins(estimates: Sequence[ShownEstimate]) -> list[tuple[str, str, str, str, str]]:
    """List where the numbers come from, each origin once with all its estimands."""
    found: dict[tuple[str, str, str, str], dict[str, None]] = {}
    for shown in estimates:
        row = shown.row
        origin = (row.analysis_set, row.method, row.specified, row.provenance)
        estimands = found.setdefault(origin, {})
        if row.estimand:
            estimands[row.estimand] = None
    return [(", ".join(estimands), *origin) for origin, estimands in found.items()]
