from __future__ import annotations

import json
from dataclasses import replace

from tubulus.report.figures.figure import Figure
from tubulus.report.sections.adjustment.adjusted import make_adjusted_section
from tubulus.report.tables.adjustment.beside import make_beside_table


def split(section):
    figures = {b.content.id: b.content for b in section.blocks if isinstance(b.content, Figure)}
    tables = {b.content.id: b for b in section.blocks if b.template in ("table", "folded")}
    return figures, tables


def test_the_section_shows_estimators_balance_overlap_and_folds_the_details(adjusted_material):
    section = make_adjusted_section(adjusted_material)

    figures, tables = split(section)
    assert list(figures) == ["figure-forest", "figure-love", "figure-overlap"]
    assert {name: block.template for name, block in tables.items()} == {
        "table-adjusted": "folded",
        "table-balance-1": "folded",
        "table-weights-1": "table",
    }
    for block in tables.values():
        assert block.content.render()


def test_the_forest_has_the_planned_contrast_on_top_of_each_panel(adjusted_material):
    figures, _ = split(make_adjusted_section(adjusted_material))

    panels = [json.loads(panel.spec) for panel in figures["figure-forest"].panels]
    assert len(panels) == 3
    for panel in panels:
        rows = next(v for v in panel["datasets"].values() if "row" in v[0])
        assert [row["which"] for row in rows] == ["planned", *["other"] * 6]
        assert rows[0]["row"].startswith("Planned analysis")


def test_it_is_said_for_whom_each_contrast_holds(adjusted_material):
    first = make_adjusted_section(adjusted_material).blocks[0]

    assert first.template == "points"
    assert (
        "Weights for all, AIPW, TMLE: holds for all participants of both arms"
        in (first.content["points"])
    )


def test_the_love_plot_tells_the_largest_difference_of_each_kind_of_weights(adjusted_material):
    figures, _ = split(make_adjusted_section(adjusted_material))

    assert "Overlap weights 0.00" in figures["figure-love"].alternative
    assert "Unweighted" in figures["figure-love"].alternative


def test_the_weights_are_told_in_participants(adjusted_material):
    _, tables = split(make_adjusted_section(adjusted_material))

    rows = tables["table-weights-1"].content.rows
    assert next(label for _, label, _ in rows) == "Overlap weights"
    assert all(" of 14" in cells[0] for _, _, cells in rows)


def test_a_contrast_has_its_balance_weights_and_strengths_beside_it(adjusted_material):
    table = make_beside_table(adjusted_material, "hormones")

    assert [label for _, label, _ in table.rows] == ["FSH at month 6", "Testosterone at month 6"]
    cells = [str(cell) for cell in table.rows[0][2]]
    assert "→" in cells[0]
    assert cells[1].count(" of 14") == 2
    assert 'data-estimand="h-fsh"' in cells[2]
    assert "Cells arm" in cells[4]


def test_a_share_has_no_column_of_what_is_expected_untreated(adjusted_material):
    table = make_beside_table(adjusted_material, "responders")

    assert [column.label for column in table.columns][-1].startswith("Robustness value")
    assert all(len(cells) == 4 for _, _, cells in table.rows)


def test_without_adjustment_there_is_neither_section_nor_table(adjusted_material):
    kept = tuple(s for s in adjusted_material.estimates if s.row.section != "adjusted")
    results = replace(adjusted_material.results, tables={})
    material = replace(adjusted_material, estimates=kept, results=results)

    assert make_adjusted_section(material) is None
    assert make_beside_table(material, "hormones") is None


def test_each_pair_of_three_arms_has_its_own_panels_and_reasons(three_arms):
    section = make_adjusted_section(three_arms)

    figures, tables = split(section)
    assert len(figures["figure-love"].panels) == 2
    assert "table-balance-2" in tables
    assert any(
        "Cells arm v Life arm" in str(row[0]) for row in tables["table-weights-1"].content.rows
    )
    labels = [label for _, label, _ in make_beside_table(three_arms, "responders").rows]
    assert labels == [
        "Any sperm: Cells arm v Control arm",
        "Any sperm: Cells arm v Life arm",
    ]
