from __future__ import annotations

import re

from markupsafe import Markup

from tubulus.report.tables.frame import Column, ShownTable

HOSTILE = "<script>x</script>"


def make_table(**replaced: object) -> ShownTable:
    parts: dict[str, object] = {
        "id": "table-one",
        "caption": "Caption",
        "stub": "Row",
        "columns": (Column("A", spanner="Both"), Column("B", spanner="Both")),
        "rows": [("", "first", ("1", Markup("<b>2</b>"))), ("", "first", ("3", "4"))],
        **replaced,
    }
    return ShownTable(**parts)  # type: ignore[arg-type]


def test_text_is_escaped_and_markup_of_the_report_is_not() -> None:
    html = make_table(
        caption=HOSTILE,
        stub=HOSTILE,
        columns=(Column(HOSTILE, spanner=HOSTILE), Column("B")),
        rows=[(HOSTILE, HOSTILE, (HOSTILE, Markup("<b>2</b>")))],
    ).render()

    assert "<script" not in html
    assert "<b>2</b>" in html
    assert html.count("&lt;script&gt;") >= 6


def test_rows_with_equal_labels_stay_two_rows() -> None:
    html = make_table().render()

    assert html.count('scope="row"') == 2


def test_every_cell_names_its_column_for_narrow_screens() -> None:
    html = make_table().render()

    assert re.findall(r'data-label="([^"]*)"', html) == ["Both: A", "Both: B"] * 2


def test_the_table_brings_no_style_sheet_of_its_own() -> None:
    html = make_table().render()

    assert "<style" not in html
    assert html.startswith('<table id="table-one"><caption>Caption')
