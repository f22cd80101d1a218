"""Read the plans: which call must give which number of a table, and how near.

A plan is a TOML file of groups. A group names a table, the rows it takes, a method, a call and
parts of the result with the columns that hold their reference numbers. ``$name`` in an argument
stands for the cell of a row.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from tubulus.stats.reference.arguments import list_data
from tubulus.stats.reference.case import ReferenceCase, Skipped, Tolerance
from tubulus.stats.reference.cells import fill, read_cell, read_expected
from tubulus.stats.reference.numbers import NumberTable, read_number_table

__all__ = ["list_cases", "list_exceptions", "list_tables", "read_cases"]


@cache
def list_cases() -> tuple[ReferenceCase, ...]:
    """List every reference number of the package, plan by plan."""
    return tuple(case for name, plan in _read_plans() for case in read_cases(name, plan))


@cache
def list_exceptions() -> Mapping[str, str]:
    """Return the methods without reference numbers, with the reason."""
    return {
        entry["method"]: entry["reason"]
        for _, plan in _read_plans()
        for entry in plan.get("exceptions", ())
    }


def list_tables() -> tuple[NumberTable, ...]:
    """List the tables that the plans name, and the data sets beside them."""
    folder = files("tubulus.stats.reference").joinpath("numbers")
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(".csv"))
    return tuple(read_number_table(name) for name in names)


def read_cases(name: str, plan: Mapping[str, Any]) -> Iterator[ReferenceCase]:
    """Read the cases of one plan.

    Parameters
    ----------
    name : str
        Name of the plan, the beginning of the names of its cases.
    plan : Mapping
        ``script`` of the plan and its ``groups``.

    Raises
    ------
    ValueError
        If a group takes no row, or a part has no number.
    """
    for place, group in enumerate(plan.get("groups", ()), start=1):
        table = read_number_table(group["table"])
        rows = list(_select_rows(group, table))
        if not rows:
            raise ValueError(f"{name}: group {place} takes no row of {table.name}")
        for number, row in rows:
            mark = f"{name} {place}, {table.name}:{number}"
            cells = {"row": str(number), **row}
            yield from _make_cases(mark, group, table, cells, str(plan.get("script", "")))


def _read_plans() -> Iterator[tuple[str, dict[str, Any]]]:
    folder = files("tubulus.stats.reference").joinpath("plans")
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.endswith(".toml"):
            yield path.name.removesuffix(".toml"), tomllib.loads(path.read_text(encoding="utf-8"))


def _select_rows(
    group: Mapping[str, Any], table: NumberTable
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Select rows by their cells and by their places, which count from 1."""
    for number, row in enumerate(table.rows, start=1):
        wanted = (
            row[name] in [str(v) for v in (value if isinstance(value, list) else [value])]
            for name, value in group.get("where", {}).items()
        )
        if all(wanted) and number in group.get("rows", (number,)):
            yield number, row


def _make_cases(
    mark: str,
    group: Mapping[str, Any],
    table: NumberTable,
    row: Mapping[str, str],
    script: str,
) -> Iterator[ReferenceCase]:
    shared = {key: group[key] for key in ("data", "complete") if key in group}
    call = {
        "call": group.get("call", ""),
        "arguments": fill(group.get("arguments", {}), row, shared),
    }
    for target, source in group["parts"].items():
        expected = read_expected(source, row)
        if expected is None:
            continue
        word, _, part = target.rpartition(" ")
        yield ReferenceCase(
            name=f"{mark}, {target}",
            method=str(fill(group["method"], row, {})),
            call=call,
            part=str(fill(part, row, {})),
            word=word,
            expected=expected,
            tolerance=_read_tolerance(group, table, row),
            program=row.get("program", table.program),
            reference=row.get("reference", table.call),
            table=table.name,
            script=script if row.get("program") is None else "",
            data=list_data(call),
            skipped=Skipped(group["skipped"]) if "skipped" in group else None,
        )


def _read_tolerance(
    group: Mapping[str, Any], table: NumberTable, row: Mapping[str, str]
) -> Tolerance:
    relative, absolute = (
        float(read_cell(group.get(kind, 0.0), row)) for kind in ("relative", "absolute")
    )
    return Tolerance(relative, absolute, group.get("why", table.tolerance))
