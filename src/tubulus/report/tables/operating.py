"""Tables of simulated trials: the planned estimators, everything beside them, stops and gates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tubulus.report.material import Material
from tubulus.report.tables.frame import Column, ShownTable

__all__ = [
    "MEASURES",
    "make_estimator_table",
    "make_left_out_table",
    "make_rule_table",
    "name_estimator_row",
    "spread_measures",
]

Row = Mapping[str, Any]

MEASURES = {
    "bias": "Bias",
    "empirical SD": "Empirical SD",
    "mean SE": "Mean SE",
    "RMSE": "RMSE",
    "coverage": "Coverage",
    "rejection": "Rejections",
    "not estimable": "Not estimable",
}
"""Measures of an estimator in the order of their columns, with their headings."""

_SHARES = frozenset({"coverage", "rejection", "not estimable"})

_NOTES = (
    "In brackets the Monte Carlo standard error: how far the number would move with other trials.",
    (
        "Bias, SD and SE are on the scale of the estimate: of logs for a ratio, of shares for a "
        "difference of shares."
    ),
    "Rejections are false where the truth is 0, and the power elsewhere.",
)


def spread_measures(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return one entry for each estimator of a scenario, its measures by name under ``found``."""
    keys = ("scenario", "scenario_label", "estimand", "label", "arm", "comparator", "estimator")
    entries: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        name = tuple(str(row[key]) for key in keys)
        entry = entries.setdefault(name, {key: row[key] for key in keys} | {"found": {}})
        entry["planned"], entry["provenance"] = row["planned"], row["provenance"]
        entry["found"][row["measure"]] = row
    return list(entries.values())


def name_estimator_row(material: Material, entry: Row, *, several: bool) -> str:
    """Name what is estimated: the estimand, and the arms where there are several contrasts."""
    if not entry["comparator"]:
        return f"{entry['label']}: {material.name_arm(entry['arm'])}"
    if not several:
        return str(entry["label"])
    return f"{entry['label']}: {material.name_contrast(entry['arm'], entry['comparator'])}"


def make_estimator_table(
    material: Material, entries: Sequence[Row], *, name: str, caption: str
) -> ShownTable | None:
    """Make a table with one row an estimator, grouped by scenario."""
    if not entries:
        return None
    contrasts = {(e["arm"], e["comparator"]) for e in entries if e["comparator"]}
    shown = [m for m in MEASURES if m != "RMSE" or name != "planned"]
    rows = []
    for entry in entries:
        cells = [str(entry["estimator"]), _write_truth(entry["found"].get("truth"))]
        cells += [_write(entry["found"].get(measure), measure) for measure in shown]
        label = name_estimator_row(material, entry, several=len(contrasts) > 1)
        rows.append((str(entry["scenario_label"]), label, cells))
    return ShownTable(
        id=f"table-operating-{name}",
        caption=caption,
        stub="",
        columns=(
            Column("Estimator"),
            Column("Truth", align="right"),
            *(Column(MEASURES[m], align="right") for m in shown),
        ),
        rows=rows,
        notes=_NOTES,
        origins=_list_origins(entries),
    )


def make_rule_table(rows: Sequence[Row]) -> ShownTable | None:
    """Make the table of stopping rules and gates, grouped by scenario."""
    kept = [row for row in rows if not (str(row["measure"]).startswith("stops at"))]
    if not kept:
        return None
    return ShownTable(
        id="table-operating-rules",
        caption="Stopping and gates in simulated trials",
        stub="",
        columns=(Column("Measure"), Column("Simulated", align="right")),
        rows=[
            (
                str(row["scenario_label"]),
                str(row["label"]) or "All hypotheses together",
                (_capitalise(row["measure"]), _write_rule(row)),
            )
            for row in kept
        ],
        notes=(
            (
                "The probabilities of a stopping boundary also stand, exactly, in the section on "
                "stopping for harms."
            ),
        ),
        origins=_list_origins(kept),
    )


def make_left_out_table(material: Material) -> ShownTable | None:
    """Make the table of the estimands that simulated trials do not carry."""
    design = material.results.manifest.get("design")
    left_out = design.get("left_out", []) if isinstance(design, Mapping) else []
    if not left_out:
        return None
    return ShownTable(
        id="table-operating-left-out",
        caption="Not simulated",
        stub="Estimand",
        columns=(Column("Why"),),
        rows=[("", f"{e['label']} ({e['estimand']})", (str(e["reason"]),)) for e in left_out],
    )


def _list_origins(entries: Sequence[Row]) -> list[tuple[str, str, str, str, str]]:
    found = dict.fromkeys((str(e["estimator"]), str(e["provenance"])) for e in entries)
    return [("", "", f"simulated trials, {method}", "", record) for method, record in found]


def _write_truth(row: Row | None) -> str:
    if row is None or row["value"] is None:
        return "–"
    return f"{row['value']:.3f}" if row["value"] else "0"


def _write(row: Row | None, measure: str) -> str:
    if row is None or row["value"] is None:
        return "–"
    if measure in _SHARES:
        error = f" ({100 * row['mc_error']:.1f})" if row["mc_error"] else ""
        return f"{100 * row['value']:.1f} %{error}"
    error = f" ({row['mc_error']:.3f})" if row["mc_error"] else ""
    return f"{row['value']:.3f}{error}".replace("-", "\N{MINUS SIGN}")


def _write_rule(row: Row) -> str:
    if row["value"] is None:
        return "–"
    if row["measure"] == "expected participants":
        return f"{row['value']:.1f} ({row['mc_error']:.1f})"
    return _write(row, "coverage")


def _capitalise(text: Any) -> str:
    return str(text)[:1].upper() + str(text)[1:]
