from __future__ import annotations

import json
import re

import altair as alt
import polars as pl

from tubulus.report.figures.figure import make_panel

TEXT = "</script><b>&"


def make_chart() -> alt.Chart:
    frame = pl.DataFrame({"x": [1.0, 2.0], "y": ["a", TEXT]})
    return alt.Chart(frame).mark_point(clip=True).encode(x="x:Q", y="y:N")


def test_no_text_of_a_specification_can_end_its_element() -> None:
    panel = make_panel(make_chart(), "one", title=TEXT, height=80)

    assert "<" not in panel.spec
    assert json.loads(panel.spec)["title"]["text"] == TEXT


def test_texts_in_the_still_image_are_escaped() -> None:
    panel = make_panel(make_chart(), "one", title=TEXT, height=80)

    assert "</script>" not in panel.still
    assert "&lt;/script&gt;" in panel.still


def test_two_images_share_no_identifier() -> None:
    images = [str(make_panel(make_chart(), name, height=80).still) for name in ("one", "two")]
    first, second = (set(re.findall(r'\bid="([^"]+)"', image)) for image in images)

    assert first
    assert not first & second


def test_the_screen_version_follows_the_width_of_its_place() -> None:
    assert json.loads(make_panel(make_chart(), "one", height=80).spec)["width"] == "container"


def test_an_image_does_not_depend_on_those_drawn_before() -> None:
    frame = pl.DataFrame({"x": [1.0, 2.0], "y": [1.0, 2.0]})
    chart = alt.Chart(frame).mark_point().encode(x="x:Q", color="y:Q")

    first, second = (make_panel(chart, "same", height=80) for _ in range(2))

    assert first == second
    assert "url(#same-" in first.still


def test_a_long_title_is_written_in_lines_that_fit_the_narrowest_panel() -> None:
    title = "Any sperm in the ejaculate at month 6: Cells v Lifestyle programme"

    panel = make_panel(make_chart(), "one", title=title, height=80)

    assert json.loads(panel.spec)["title"]["text"] == [
        "Any sperm in the ejaculate at month 6: Cells v",
        "Lifestyle programme",
    ]
