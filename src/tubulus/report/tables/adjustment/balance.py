"""Tables of weights and of balance: what weighted contrasts rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tubulus.report.material import Material
from tubulus.report.numbers import format_number
from tubulus.report.tables.frame import Column, ShownTable

__all__ = ["make_balance_table", "make_weights_table"]

Rows = Sequence[Mapping[str, Any]]
_DASH = "–"


def make_weights_table(
    material: Material, groups: Mapping[str, Rows], *, position: int = 1
) -> ShownTable:
    """Make the table of effective sample sizes, one row a kind of weights."""
    several = len(groups) > 1
    first = next(iter(groups.values()))[0]
    arms = [material.name_arm(first["arm"]), material.name_arm(first["comparator"])]
    names = arms if not several else ["First arm", "Comparator"]
    columns = [
        Column(label, name, align="right")
        for name in names
        for label in ("Effective size", "Largest share")
    ]
    listed = []
    for name, rows in groups.items():
        for row in rows:
            cells = [cell for suffix in ("1", "0") for cell in _describe_arm(row, suffix)]
            label = str(row["target"]).capitalize()
            listed.append((name if several else "", label, cells))
    return ShownTable(
        id=f"table-weights-{position}",
        caption="What the weights rest on",
        stub="Weights",
        columns=tuple(columns),
        rows=listed,
        notes=list(_list_notes(material, groups)),
        origins=_list_origins([row for rows in groups.values() for row in rows]),
    )


def _describe_arm(row: Mapping[str, Any], suffix: str) -> tuple[str, str]:
    size, share = row[f"effective_{suffix}"], row[f"largest_share_{suffix}"]
    if size is None:
        return str(row["reason"] or _DASH), _DASH
    return f"{size:.1f} of {row[f'n_{suffix}']}", f"{100 * share:.1f} %"


def _list_notes(material: Material, groups: Mapping[str, Rows]) -> Iterator[str]:
    yield (
        "Effective size: as many unweighted participants would give a mean of the same precision. "
        "Largest share: of the arm's weight, on one participant."
    )
    for name, rows in groups.items():
        row = rows[0]
        about = f"{name}: " if len(groups) > 1 else ""
        if row["c_statistic"] is None:
            continue
        outside = "; ".join(
            f"{material.name_arm(row[arm])} {row[f'outside_{suffix}']} "
            f"({100 * (row[f'share_outside_{suffix}'] or 0.0):.0f} %)"
            for arm, suffix in (("arm", "1"), ("comparator", "0"))
        )
        yield (
            f"{about}The covariates tell the arms apart with a c-statistic of "
            f"{row['c_statistic']:.2f} (0.5: not at all). Outside the range that both arms share: "
            f"{outside}."
        )
        if row["n_missing"]:
            yield f"{about}{row['n_missing']} without a covariate are left out."


def make_balance_table(name: str, rows: Rows, position: int) -> ShownTable:
    """Make the table of balance of a pair of arms, covariates within each kind of weights."""
    listed = []
    for row in rows:
        stage = "Unweighted" if row["stage"] == "before" else str(row["target"]).capitalize()
        if not row["covariate"]:
            listed.append((stage, "Not estimable", [str(row["reason"]), *[_DASH] * 4]))
            continue
        mark = " (above 0.1)" if row["flagged"] else ""
        smd = str(row["reason"]) if row["smd"] is None else f"{row['smd']:+.2f}{mark}"
        cells = [_write(row["mean_1"]), _write(row["mean_0"]), smd.replace("-", "−")]
        cells += [_write(row["variance_ratio"]), _write(row["ks"])]
        listed.append((stage, str(row["covariate"]), cells))
    return ShownTable(
        id=f"table-balance-{position}",
        caption=f"Balance of the covariates, {name}",
        stub="Covariate",
        columns=(
            Column("Mean, first arm", align="right"),
            Column("Mean, comparator", align="right"),
            Column("Standardised difference", align="right"),
            Column("Variance ratio", align="right"),
            Column("KS distance", align="right"),
        ),
        rows=listed,
        notes=(
            (
                "Means of covariates on the log scale are means of natural logarithms; of a level "
                "it is its share. The difference is divided by the SD of the unweighted arms "
                "throughout."
            ),
        ),
        origins=_list_origins(rows),
    )


def _write(value: float | None) -> str:
    return _DASH if value is None else format_number(value)


def _list_origins(rows: Rows) -> list[tuple[str, str, str, str, str]]:
    found = {
        ("", row["analysis_set"], row["method"], "", row["provenance"]): None
        for row in rows
        if row["method"]
    }
    return [tuple(map(str, key)) for key in found]  # type: ignore[misc]
