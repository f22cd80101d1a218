"""Tables of simulated trials: the planned estimators, everything beside them, stops and gates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tubulus.report.material import Material
from tubulus.report.tables.frame import Column, ShownTable

__all__ = [
    "MEASURES",
    "make_estimator_table",
    "make_gate_table",
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

_EXACT_NOTE = (
    "The probabilities of a stopping boundary also stand, exactly, in the section on stopping for "
    "harms."
)
_BOUND = "a lower bound"
_FAMILY = "All hypotheses together"

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
    """Make the table of stopping rules: one row a scenario, grouped by rule."""
    return _arrange(
        [row for row in rows if row["part"] == "rule"],
        ("stopping probability", "expected participants"),
        name="rules",
        caption="Stopping in simulated trials",
        notes=[_EXACT_NOTE],
    )


def make_gate_table(rows: Sequence[Row]) -> ShownTable | None:
    """Make the table of gates: one row a scenario, for the family and for each hypothesis."""
    own = [row for row in rows if row["part"] == "gate"]
    told = "A familywise error is a trial in which any hypothesis is rejected that is true."
    return _arrange(
        own,
        ("familywise error", "familywise error without gates", "rejection by the gates"),
        name="gates",
        caption="The order of tests in simulated trials",
        notes=[told, *_list_reasons(own)],
    )


def _list_reasons(rows: Sequence[Row]) -> list[str]:
    """List why a number is not there or is a bound, each once, with what it is of."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row["reason"]:
            of = found.setdefault(str(row["reason"]), [])
            name = str(row["label"]) or _FAMILY
            if name not in of:
                of.append(name)
    return [
        f"Familywise errors and rejections are lower bounds{reason.removeprefix(_BOUND)}."
        if reason.startswith(_BOUND)
        else f"{', '.join(names)}: {reason}."
        for reason, names in found.items()
    ]


def _arrange(
    rows: Sequence[Row], measures: Sequence[str], *, name: str, caption: str, notes: Sequence[str]
) -> ShownTable | None:
    names = _name_groups(rows)
    found: dict[tuple[str, str], dict[str, Row]] = {}
    for row in rows:
        key = names[row["estimand"]], str(row["scenario_label"])
        found.setdefault(key, {})[row["measure"]] = row
    if not found:
        return None
    return ShownTable(
        id=f"table-operating-{name}",
        caption=caption,
        stub="Scenario",
        columns=tuple(Column(_capitalise(measure), align="right") for measure in measures),
        rows=[
            (group, scenario, [_write_rule(own.get(measure)) for measure in measures])
            for (group, scenario), own in sorted(found.items(), key=_make_order(found))
        ],
        notes=list(notes),
        origins=_list_origins(rows),
    )


def _name_groups(rows: Sequence[Row]) -> dict[str, str]:
    """Name each estimand or rule; labels that several have are told apart by the identifier."""
    labels = {str(row["estimand"]): str(row["label"]) or _FAMILY for row in rows}
    every = list(labels.values())
    return {
        name: f"{label} ({name})" if every.count(label) > 1 else label
        for name, label in labels.items()
    }


def _make_order(found: Mapping[tuple[str, str], Any]) -> Callable[[Any], int]:
    """Order rows by the first place of their group; scenarios stay in their order."""
    groups = list(dict.fromkeys(group for group, _ in found))
    return lambda item: groups.index(item[0][0])


def make_left_out_table(material: Material) -> ShownTable | None:
    """Make the table of the estimands that simulated trials do not carry."""
    design = material.results.manifest.get("design")
    left_out = design.get("left_out", []) if isinstance(design, Mapping) else []
    if not left_out:
        return None
    return ShownTable(
        id="table-operating-left-out",
        caption="Not simulated, or not all of it",
        stub="Part of the plan",
        columns=(Column("What"),),
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
    # adding 0 turns what rounds to minus zero into zero
    value = f"{round(row['value'], 3) + 0.0:.3f}".replace("-", "\N{MINUS SIGN}")
    return f"{value}{error}"


def _write_rule(row: Row | None) -> str:
    if row is None or row["value"] is None:
        return "–"
    if row["measure"] == "expected participants":
        return f"{row['value']:.1f} ({row['mc_error']:.1f})"
    return _write(row, "coverage")


def _capitalise(text: Any) -> str:
    return str(text)[:1].upper() + str(text)[1:]
