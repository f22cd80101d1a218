"""The table of tests in their planned order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from tubulus.report.material import Material, ShownEstimate
from tubulus.report.numbers import format_p
from tubulus.report.tables.frame import Column, ShownTable

__all__ = ["make_test_table", "say_planned", "tell_tests"]

Rows = Sequence[Mapping[str, Any]]

_REJECTED = {"yes": "rejected", "no": "not rejected", "not estimable": "not rejected, no p-value"}


def make_test_table(material: Material, rows: Rows) -> ShownTable:
    """Make the table of hypotheses in the order of the plan."""
    listed = [
        (
            "",
            material.name_question(row["label"], row["arm"], row["comparator"]),
            (
                _percent(row["weight"]),
                _write_p(row["p"]),
                _write_p(row["adjusted_p"]),
                _write_outcome(row),
            ),
        )
        for row in rows
    ]
    passes = [
        f"Once rejected, {row['label']} passes on its share of alpha: {row['passes']}."
        for row in rows
        if row["passes"]
    ]
    reasons = [f"{row['label']}: {row['reason']}." for row in rows if row["reason"]]
    return ShownTable(
        id="table-tests",
        caption="Hypotheses in their planned order",
        stub="Hypothesis",
        columns=(
            Column("Share of alpha at the start", align="right"),
            Column("p-value", align="right"),
            Column("Adjusted p-value", align="right"),
            Column(f"At {100 * rows[0]['alpha']:g} % for all together"),
        ),
        rows=listed,
        notes=(*passes, *reasons),
        origins=_list_origins(rows),
    )


def say_planned(material: Material, shown: ShownEstimate) -> Markup:
    """Say beside a p-value what its planned test comes to; empty where it is no such p-value."""
    row = shown.row
    if row.statistic != "p" or row.stratum or row.section == "sensitivity":
        return Markup("")
    for test in material.get_rows("tests"):
        if (test["estimand"], test["comparator"]) == (row.estimand, row.comparator):
            adjusted = _write_p(test["adjusted_p"])
            outcome = _REJECTED[test["rejected"]]
            return Markup('<br><span class="method">{}</span>').format(
                f"in the planned order {adjusted}, {outcome}"
            )
    return Markup("")


def tell_tests(rows: Rows) -> list[str]:
    """Tell in plain sentences what the tests come to."""
    alpha = f"{100 * rows[0]['alpha']:g} %"
    rejected = [row["label"] for row in rows if row["rejected"] == "yes"]
    kept = [row["label"] for row in rows if row["rejected"] != "yes"]
    count = f"{len(rejected)} of {len(rows)} hypotheses"
    verb = "is" if len(rejected) == 1 else "are"
    told = [
        f"{count} {verb} rejected, with a chance of any false rejection of at most {alpha}"
        + (f": {', '.join(rejected)}." if rejected else ".")
    ]
    if kept:
        told.append(
            f"Not rejected: {', '.join(kept)}. That shows no likeness of the arms: a small study "
            "leaves large differences unseen."
        )
    if any(not row["weight"] and row["rejected"] == "no" for row in rows):
        told.append(
            "A hypothesis without a share of its own counts only once another has passed one on: "
            "until then a small p-value of its own says nothing."
        )
    if any("not randomised" in row["note"] for row in rows):
        told.append(
            "Exploratory, not randomised: a rejection says that chance alone hardly explains the "
            "difference, not that the treatment made it."
        )
    return told


def _list_origins(rows: Rows) -> list[tuple[str, str, str, str, str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        found.setdefault((row["method"], row["provenance"]), []).append(row["estimand"])
    return [(", ".join(names), "", method, "", own) for (method, own), names in found.items()]


def _write_outcome(row: Mapping[str, Any]) -> str:
    text = _REJECTED[row["rejected"]]
    step = f", step {row['step']}" if row["step"] else ""
    return f"{text}{step}" + (f" ({row['note']})" if row["note"] else "")


def _write_p(value: float | None) -> str:
    return "–" if value is None else format_p(value)


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"
