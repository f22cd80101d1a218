from __future__ import annotations

from dataclasses import replace

from tubulus.report.figures.figure import Figure
from tubulus.report.sections.adjustment.confounding import make_confounding_section


def test_strengths_come_first_with_what_they_say_and_details_are_folded(adjusted_material):
    section = make_confounding_section(adjusted_material)

    names = [block.template for block in section.blocks]
    assert names == ["table", "points", "table", "figure", "folded", "folded"]
    strengths, _, controls, _, tipping, benchmarks = (b.content for b in section.blocks)
    assert [label for _, label, _ in strengths.rows] == [
        "Any sperm",
        "FSH at month 6",
        "Testosterone at month 6",
    ]
    assert "no treatment changes" in controls.caption
    for table in (strengths, controls, tipping, benchmarks):
        assert table.render()


def test_the_curves_are_drawn_for_the_first_contrast_and_those_beyond_chance(adjusted_material):
    section = make_confounding_section(adjusted_material)

    (figure,) = [b.content for b in section.blocks if isinstance(b.content, Figure)]
    drawn = {
        row["estimand"]
        for row in adjusted_material.get_rows("confounders")
        if row["effect_for_limit"] is not None
    }
    assert len(figure.panels) == len({"r1"} | drawn)
    assert "a trait more frequent by 30 points" in figure.alternative


def test_effects_that_no_chance_allows_are_said_so(adjusted_material):
    rows = [
        {**row, "effect_for_estimate": 4.0}
        for row in adjusted_material.get_rows("confounders")
        if row["estimand"] == "r1"
    ]
    frame = adjusted_material.results.tables["confounders"]
    tables = {
        **adjusted_material.results.tables,
        "confounders": frame.__class__(rows, frame.schema),
    }
    results = replace(adjusted_material.results, tables=tables)

    section = make_confounding_section(replace(adjusted_material, results=results))

    table = next(b.content for b in section.blocks if b.template == "folded")
    assert set(table.rows[0][2]) == {"more than a chance can change"}


def test_without_strengths_there_is_no_section(adjusted_material):
    kept = tuple(s for s in adjusted_material.estimates if s.row.section != "confounding")

    assert make_confounding_section(replace(adjusted_material, estimates=kept)) is None
