"""The frame of every table: great-tables lays it out, the report's own style sheet dresses it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import great_tables as gt
import polars as pl
from markupsafe import Markup, escape

__all__ = ["Column", "ShownTable", "render_table"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the heading above it (if shared), and where its text stands."""

    label: str
    spanner: str = ""
    align: str = "left"


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table as the reader sees it.

    Parameters
    ----------
    id : str
        Unique in the report.
    caption : str
        What the table shows.
    stub : str
        Heading of the column of row labels.
    columns : tuple of Column
        The others.
    rows : sequence of (group, label, cells)
        Group heading, label of the row, one markup per column.
    stamp : Markup
        Shown beside the caption.
    notes : sequence of str
        What must stand under the table.
    origins : sequence of (estimands, analysis set, method, specified, provenance)
        Where its numbers come from, each origin once.
    """

    id: str
    caption: str
    stub: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[str, str | Markup, Sequence[Markup | str]]]
    stamp: Markup = field(default_factory=Markup)
    notes: Sequence[str] = ()
    origins: Sequence[tuple[str, str, str, str, str]] = field(default=())

    def render(self) -> Markup:
        """Return the ``<table>`` element."""
        return render_table(self)


# great-tables brings a style sheet of its own in front of each table; the report has one for all
_TABLE = re.compile(r"<table\b[^>]*>(.*)</table>", re.DOTALL)


def render_table(table: ShownTable) -> Markup:
    """Lay out a table; every text is escaped here, markup made by the report passes."""
    names = [f"c{position}" for position in range(len(table.columns))]
    # groups and labels get positions as keys, so that equal texts cannot merge rows
    texts: dict[str, list[str]] = {"group": [], "label": []}
    texts.update({name: [] for name in names})
    for group, label, cells in table.rows:
        texts["group"].append(group)
        texts["label"].append(str(escape(label)))
        for name, cell in zip(names, cells, strict=True):
            # one element a cell: on a narrow screen it stands beside its heading
            texts[name].append(f'<div class="cell">{escape(cell)}</div>')
    frame = pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String))
    made = _lay_out(table, frame, names)
    found = _TABLE.search(made.as_raw_html())
    body = found.group(1) if found else ""
    # a caption inside the table is what screen readers announce
    return Markup('<table id="{}"><caption>{} {}</caption>{}</table>').format(
        table.id,
        table.caption,
        table.stamp,
        # great-tables' own markup around cells that were escaped above
        Markup(_add_labels(body, table)),  # noqa: S704
    )


def _lay_out(table: ShownTable, frame: pl.DataFrame, names: list[str]) -> gt.GT:
    grouped = any(group for group, _, _ in table.rows)
    if not grouped:
        frame = frame.drop("group")
    made = gt.GT(
        frame, rowname_col="label", groupname_col="group" if grouped else None, id=table.id
    )
    made = made.tab_stubhead(gt.html(str(escape(table.stub))))
    made = made.cols_label(
        {n: gt.html(str(escape(c.label))) for n, c in zip(names, table.columns, strict=True)}
    )
    spanners: dict[str, list[str]] = {}
    for name, column in zip(names, table.columns, strict=True):
        if column.spanner:
            spanners.setdefault(column.spanner, []).append(name)
    for label, members in spanners.items():
        made = made.tab_spanner(gt.html(str(escape(label))), members, id=members[0] + "-span")
    for name, column in zip(names, table.columns, strict=True):
        made = made.cols_align(column.align, columns=[name])
    return made.fmt(_pass_markup, columns=["label", *names])


def _pass_markup(cell: str) -> str:
    """Let markup through that was escaped above; great-tables would escape it once more."""
    return cell


def _add_labels(body: str, table: ShownTable) -> str:
    """Give each cell its heading as an attribute, for narrow screens where cells are stacked."""
    labels = [
        f"{c.spanner}: {c.label}" if c.spanner and c.label else c.label or c.spanner
        for c in table.columns
    ]

    def label_cells(match: re.Match[str]) -> str:
        position = iter(labels)
        return re.sub(
            r"<td\b(?! colspan)",
            lambda _: f'<td data-label="{escape(next(position, ""))}"',
            match.group(0),
        )

    return re.sub(r"<tr>.*?</tr>", label_cells, body, flags=re.DOTALL)
