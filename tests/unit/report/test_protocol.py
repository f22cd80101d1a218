from __future__ import annotations

import polars as pl

from tubulus.report.protocol import render_protocol

PASSAGES = pl.DataFrame(
    {
        "number": [1, 1, 2],
        "heading": ["Design", "Design", "Sets"],
        "text": ["Two arms.", "To be written by the authors: phase.", "a*b_c > [1]."],
        "is_open": [False, True, False],
    }
)


def test_each_heading_stands_once_with_its_number():
    text = render_protocol("T", PASSAGES, synthetic=False)

    assert text.count("## 1 Design") == 1
    assert text.index("## 1 Design") < text.index("## 2 Sets")


def test_what_is_open_is_marked_and_counted():
    text = render_protocol("T", PASSAGES, synthetic=False)

    assert "- **To be written** by the authors: phase." in text
    assert "does not answer: 1," in text


def test_marks_of_an_expression_are_not_read_as_markdown():
    text = render_protocol("T", PASSAGES, synthetic=False)

    assert r"a\*b\_c \> \[1\]." in text


def test_synthetic_data_are_named_at_the_top():
    assert "Synthetic data" in render_protocol("T", PASSAGES, synthetic=True).split("\n- ")[0]
    assert "Synthetic data" not in render_protocol("T", PASSAGES, synthetic=False)
