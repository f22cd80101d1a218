"""What stands beside a contrast that nobody randomised: balance, weights, confounding, chance."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from tubulus.report.material import Material, ShownEstimate
from tubulus.report.numbers import format_number, format_value
from tubulus.report.tables.adjustment.contrasts import (
    AdjustedContrast,
    find_foundation,
    list_adjusted_contrasts,
)
from tubulus.report.tables.footing import list_notes, list_origins
from tubulus.report.tables.frame import Column, ShownTable
from tubulus.report.trace import render_value

__all__ = ["make_beside_table", "make_strength_table"]

_NONE = Markup('<span class="none" aria-label="does not apply">–</span>')

_WIDTH = 5
_EXPECTED = " The ratio expected untreated is regression to the mean alone."


def make_beside_table(material: Material, section: str) -> ShownTable | None:
    """Make the table for the contrasts of a section; None where none of them was adjusted."""
    found = [
        one
        for one in list_adjusted_contrasts(material)
        if any(s.row.section == section for s in one.planned)
    ]
    if not found:
        return None
    weights = _name_weights(material, found[0])
    several = len({(one.arm, one.comparator) for one in found}) > 1
    shown: list[ShownEstimate] = []
    cells = [_list_cells(material, one, weights, shown) for one in found]
    # nothing is expected untreated of an event
    width = _WIDTH if any(row[-1] is not _NONE for row in cells) else _WIDTH - 1
    rows = [
        ("", _name(material, one, several=several), row[:width])
        for one, row in zip(found, cells, strict=True)
    ]
    return ShownTable(
        id=f"table-beside-{section}",
        caption="What stands beside each contrast",
        stub="Contrast",
        columns=(
            Column("Largest standardised difference"),
            Column("Effective sample sizes"),
            Column("E-value (of its limit)"),
            Column("Robustness value (of its limit)"),
            Column("Ratio expected untreated"),
        )[:width],
        rows=rows,
        notes=(
            (
                f"Largest standardised difference of a covariate: before, and after {weights}; the "
                "effective sample sizes are those under these weights. E-value and robustness "
                "value say how strong a trait that was not measured would have to be to explain "
                "the contrast: near 1 and near 0, a weak one would do."
                f"{_EXPECTED if width == _WIDTH else ''}"
            ),
            *(
                f"E-value, {_name(material, one, several=several)}: {note}."
                for one in found
                if (note := _find_note(material, one))
            ),
        ),
        origins=list_origins(shown),
    )


def make_strength_table(material: Material) -> ShownTable | None:
    """Make the table of E-values and robustness values of all contrasts; None without any."""
    found = [
        one
        for one in list_adjusted_contrasts(material)
        if _find(material, one, "E-value") is not None
    ]
    if not found:
        return None
    several = len({(one.arm, one.comparator) for one in found}) > 1
    shown: list[ShownEstimate] = []
    return ShownTable(
        id="table-strengths",
        caption="How strong an unmeasured trait would have to be",
        stub="Contrast",
        columns=(
            Column("E-value (of its limit)"),
            Column("Robustness value (of its limit)"),
        ),
        rows=[
            ("", _name(material, one, several=several), _list_strengths(material, one, shown))
            for one in found
        ],
        notes=list_notes(shown),
        origins=list_origins(shown),
    )


def _find(material: Material, one: AdjustedContrast, statistic: str) -> ShownEstimate | None:
    return find_foundation(
        material, statistic, estimand=one.estimand, arm=one.arm, comparator=one.comparator
    )


def _find_note(material: Material, one: AdjustedContrast) -> str:
    """Find what an E-value is of: mostly not of the planned contrast itself."""
    found = _find(material, one, "E-value")
    return "" if found is None else found.row.note


def _list_strengths(
    material: Material, one: AdjustedContrast, shown: list[ShownEstimate]
) -> list[Markup]:
    return [
        _join_limit(
            _write(material, _find(material, one, name), shown),
            _write(material, _find(material, one, f"{name} of the limit"), shown),
        )
        for name in ("E-value", "robustness value")
    ]


def _name_weights(material: Material, one: AdjustedContrast) -> str:
    """Name the first weights of the plan, in whose words the foundations are kept."""
    prefix = "largest standardised difference, "
    names = [
        s.row.statistic.removeprefix(prefix)
        for s in material.select("adjusted")
        if s.row.estimand == one.estimand and s.row.statistic.startswith(prefix)
    ]
    return next((name for name in names if name != "unweighted"), "unweighted")


def _name(material: Material, one: AdjustedContrast, *, several: bool) -> str:
    return material.name_question(one.label, one.arm, one.comparator) if several else one.label


def _list_cells(
    material: Material, one: AdjustedContrast, weights: str, shown: list[ShownEstimate]
) -> list[Markup]:
    pair = one.arm, one.comparator

    def write(statistic: str, arm: str, other: str) -> Markup | None:
        found = find_foundation(
            material, statistic, estimand=one.estimand, arm=arm, comparator=other
        )
        return _write(material, found, shown)

    difference = "largest standardised difference, "
    size = f"effective sample size, {weights}"
    before, after = write(f"{difference}unweighted", *pair), write(f"{difference}{weights}", *pair)
    sizes = [write(size, *pair), write(size, *pair[::-1])]
    return [
        _join(" → ", before, after),
        _join(" and ", *sizes),
        *_list_strengths(material, one, shown),
        _join("; ", *_list_expected(material, one, shown)),
    ]


def _write(
    material: Material, found: ShownEstimate | None, shown: list[ShownEstimate]
) -> Markup | None:
    if found is None:
        return None
    shown.append(found)
    value = found.row.value
    if value is None:
        return render_value(found, "not estimable", kind="num absent")
    if found.row.statistic.startswith("effective"):
        return render_value(found, f"{value:.1f} of {found.row.n}")
    if found.row.statistic.startswith(("largest", "robustness", "E-value")):
        return render_value(found, f"{value:.2f}")
    return render_value(found, format_number(value, material.settings.significant_digits))


def _join(between: str, *parts: Markup | None) -> Markup:
    known = [part for part in parts if part is not None]
    return escape(between).join(known) if known else _NONE


def _join_limit(value: Markup | None, limit: Markup | None) -> Markup:
    if value is None:
        return _NONE
    return value if limit is None else Markup("{} ({})").format(value, limit)


def _list_expected(
    material: Material, one: AdjustedContrast, shown: list[ShownEstimate]
) -> Sequence[Markup]:
    """List the change that regression to the mean alone would bring, arm by arm."""
    found = [
        s
        for s in material.select("regression-to-the-mean", "expected ratio")
        if s.row.estimand == one.estimand and s.row.arm in (one.arm, one.comparator)
    ]
    shown.extend(found)
    return [
        Markup("{} {}").format(
            material.name_arm(s.row.arm),
            render_value(s, format_value(s.row.value, "ratio", material.settings)),
        )
        for s in found
        if s.row.value is not None
    ]
