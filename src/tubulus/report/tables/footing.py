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
    """List what must stand beside the numbers, each note once, in the order of the table.

    A note that holds for some rows only names them: by what they are about where that differs,
    else by their statistic.
    """
    single = len({shown.row.label or shown.row.endpoint for shown in estimates}) == 1

    def name(row: Estimate) -> str:
        return name_statistic(row.statistic) if single else row.label or row.endpoint

    everything = {name(shown.row) for shown in estimates}
    about: dict[str, dict[str, None]] = {}
    for shown in estimates:
        if shown.row.note:
            about.setdefault(shown.row.note, {})[name(shown.row)] = None
    return [
        note if set(names) == everything else f"{', '.join(names)}: {note}"
        for note, names in about.items()
    ]


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
