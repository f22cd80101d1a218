from __future__ import annotations

import polars as pl
import pytest

from tubulus.report.validation import (
    METHOD_SUMMARY_SCHEMA,
    VALIDATION_SCHEMA,
    render_validation_markdown,
    render_validation_page,
    write_percent,
    write_size,
)

METHODS = pl.DataFrame(
    [
        ("A | method", "a limit", "not <much>", "a paper", 3, 1, 1, 1, 0.5, 2.0),
    ],
    schema=METHOD_SUMMARY_SCHEMA,
    orient="row",
)


def make_row(part, ours, outcome, reason=""):
    difference = None if ours is None else ours - 1.5
    where = ("data: men", "R 4.2.2", "f(x)", "a.csv", "validation/r/a.R")
    kind = ("0.1 absolute", "rounded")
    return ("A | method", "g(x=1)", part, 1.5, ours, difference, *kind, outcome, reason, *where)


NUMBERS = pl.DataFrame(
    [
        make_row("low", 1.5, "met"),
        make_row("high", 2.0, "outside"),
        make_row("p", None, "not recomputed", "data not installed: men"),
    ],
    schema=VALIDATION_SCHEMA,
    orient="row",
)


@pytest.fixture(scope="module")
def page():
    return render_validation_page(NUMBERS, METHODS)


def test_the_page_counts_and_shows_what_is_outside(page):
    assert "1 within tolerance" in page
    assert "1 outside" in page
    assert "1 not recomputed" in page
    assert "Outside their tolerance" in page
    assert "reference 1.5, ours 2" in page


def test_a_call_stands_once_over_its_numbers(page):
    assert page.count("<code>g(x=1)</code>") == 1
    assert page.count('<td class="right">1.5</td>') == 4


def test_the_page_names_source_script_tolerance_and_limits(page):
    for text in ("R 4.2.2; f(x)", "validation/r/a.R", "rounded", "not &lt;much&gt;", "a paper"):
        assert text in page


def test_the_page_says_that_data_are_synthetic_and_what_it_does_not_show(page):
    assert "Synthetic data." in page
    assert "suits a trial" in page


def test_the_page_loads_nothing(page):
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert "<script" not in page
    assert "http://" not in page


def test_markdown_keeps_its_tables_whole():
    text = render_validation_markdown(NUMBERS, METHODS)

    assert "Within tolerance: 1. Outside: 1." in text
    assert "| A / method | 3 | 1 | 1 | 1 | 5.0e-01 | 200 % |" in text
    assert "data not installed: men" in text
    assert {line.count("|") for line in text.splitlines() if line.startswith("| g(")} == {8}


@pytest.mark.parametrize(("value", "text"), [(None, "–"), (0.0, "0"), (-1.24e-9, "-1.2e-09")])
def test_a_difference_is_written_by_its_size(value, text):
    assert write_size(value) == text


@pytest.mark.parametrize(("share", "text"), [(None, "–"), (0.25, "25 %"), (1e-9, "< 1 %")])
def test_a_share_is_written_in_percent(share, text):
    assert write_percent(share) == text
