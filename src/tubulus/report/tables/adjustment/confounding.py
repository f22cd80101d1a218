"""Tables of unmeasured confounding: benchmarks and tipping confounders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tubulus.report.material import Material
from tubulus.report.numbers import Style, format_value
from tubulus.report.tables.frame import Column, ShownTable
from tubulus.report.vocabulary import name_unit

__all__ = ["make_benchmark_table", "make_tipping_table"]

_DASH = "–"
Rows = Sequence[Mapping[str, Any]]


def make_benchmark_table(material: Material, rows: Rows) -> ShownTable | None:
    """Make the table of contrasts after a confounder as strong as each measured covariate."""
    if not rows:
        return None
    strengths = list(dict.fromkeys(row["strength"] for row in rows))
    cells: dict[tuple[str, str], dict[float, Mapping[str, Any]]] = {}
    for row in rows:
        cells.setdefault((_name(material, rows, row), row["covariate"]), {})[row["strength"]] = row
    return ShownTable(
        id="table-benchmarks",
        caption="The contrast after a confounder as strong as a measured covariate",
        stub="As strong as",
        columns=(
            Column("Partial R², arm", align="right"),
            Column("Partial R², outcome", align="right"),
            *(Column(f"{strength:g} times", "Contrast left") for strength in strengths),
        ),
        rows=[
            (
                group,
                covariate,
                [
                    _share(found[strengths[0]]["r2_arm"]),
                    _share(found[strengths[0]]["r2_outcome"]),
                    *(_write(material, found.get(strength)) for strength in strengths),
                ],
            )
            for (group, covariate), found in cells.items()
        ],
        notes=(
            (
                "From least squares with equal variances, in the direction that takes the contrast "
                "to no difference. Partial R² is what a confounder as strong as the covariate "
                "would explain of what is left of arm and of outcome. Contrasts of shares are in "
                "percentage points."
            ),
        ),
        origins=_list_origins(rows),
    )


def make_tipping_table(material: Material, rows: Rows) -> ShownTable | None:
    """Make the table of what a confounder must do to take a contrast to no difference."""
    if not rows:
        return None
    gaps = [0.1, 0.2, 0.3, 0.5]
    cells: dict[str, dict[float, Mapping[str, Any]]] = {}
    for row in rows:
        cells.setdefault(_name(material, rows, row), {})[row["gap"]] = row
    listed = []
    for group, found in cells.items():
        for key, label in (
            ("effect_for_estimate", "To no difference"),
            ("effect_for_limit", "Until the limits hold no difference"),
        ):
            written = [_write_tip(material, found.get(gap), key) for gap in gaps]
            listed.append((group, label, written))
    return ShownTable(
        id="table-tipping",
        caption="What an unmeasured trait would have to do to the outcome",
        stub="Takes the contrast",
        columns=tuple(
            Column(f"{100 * gap:.0f} points", "More frequent in the first arm by") for gap in gaps
        ),
        rows=listed,
        notes=(
            (
                "A trait that somebody has or has not, with the same effect in both arms and "
                "independent of what was measured. Effects on shares are in percentage points, on "
                "ratios factors."
            ),
        ),
        origins=_list_origins(rows),
    )


def _name(material: Material, rows: Rows, row: Mapping[str, Any]) -> str:
    several = len({(r["arm"], r["comparator"]) for r in rows}) > 1
    label = str(row["label"])
    return material.name_question(label, row["arm"], row["comparator"]) if several else label


def _share(value: float | None) -> str:
    return _DASH if value is None else f"{100 * value:.1f} %"


def _format(material: Material, value: float, kind: str) -> str:
    styles: dict[str, Style] = {"share": "points", "ratio": "ratio"}
    return format_value(value, styles.get(kind, "quantity"), material.settings)


def _add_unit(text: str, row: Mapping[str, Any], ratio: str) -> str:
    """Put before a factor what it is, and behind a difference its unit; points have theirs."""
    if row["kind"] == "ratio":
        return f"{ratio} {text}"
    unit = name_unit(str(row["unit"] or "")) if row["kind"] != "share" else ""
    return f"{text}\N{NO-BREAK SPACE}{unit}" if unit else text


def _write(material: Material, row: Mapping[str, Any] | None) -> str:
    if row is None:
        return _DASH
    if row["value"] is None:
        return str(row["reason"])
    text = _format(material, row["value"], row["kind"])
    if row["low"] is None or row["high"] is None:
        return _add_unit(text, row, "ratio")
    low, high = (_format(material, row[k], row["kind"]) for k in ("low", "high"))
    plain = f"{text.removesuffix(' points')} ({low} to {high})"
    return _add_unit(plain.replace("\N{NO-BREAK SPACE}points", ""), row, "ratio")


def _write_tip(material: Material, row: Mapping[str, Any] | None, key: str) -> str:
    if row is None:
        return _DASH
    if row[key] is None:
        return str(row[key.replace("effect_for_", "reason_")] or "beyond any effect")
    if row["kind"] == "share" and abs(row[key]) > 1.0:
        return "more than a chance can change"
    return _add_unit(_format(material, row[key], row["kind"]), row, "×")


def _list_origins(rows: Rows) -> list[tuple[str, str, str, str, str]]:
    estimands = ", ".join(dict.fromkeys(str(row["estimand"]) for row in rows))
    methods = dict.fromkeys((str(row["method"]), str(row["provenance"])) for row in rows)
    return [(estimands, "", method, "", provenance) for method, provenance in methods if method]
