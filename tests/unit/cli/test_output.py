import json
from datetime import date

import pytest

from tubulus.cli.output import (
    TerminalProgress,
    format_number,
    print_json,
    print_table,
    warn_synthetic,
)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), None])
def test_what_has_no_number_is_null_in_json(value, capsys):
    print_json({"a": [value, (value,)]})

    assert json.loads(capsys.readouterr().out) == {"a": [None, [None]]}


def test_json_keeps_numbers_texts_and_dates(capsys):
    print_json({"n": 1.5, "t": "Größe", "d": date(2026, 1, 31)})

    assert json.loads(capsys.readouterr().out) == {"n": 1.5, "t": "Größe", "d": "2026-01-31"}


@pytest.mark.parametrize(
    ("value", "text"), [(None, "-"), (0.0, "0"), (12.3456, "12.35"), (-0.00012344, "-0.0001234")]
)
def test_a_number_has_four_digits(value, text):
    assert format_number(value) == text


def test_a_table_shows_brackets_as_they_are_and_none_as_nothing(capsys):
    print_table(("a [mL]", "b"), [("[bold]x[/bold]", None)])

    told = capsys.readouterr().out
    assert "a [mL]" in told
    assert "[bold]x[/bold]" in told
    assert "None" not in told


def test_a_table_without_rows_has_a_header(capsys):
    print_table(("first", "second"), [])

    assert "first" in capsys.readouterr().out


def test_progress_is_told_on_stderr(capsys):
    progress = TerminalProgress()
    progress.start("screen", 2)
    progress.advance()
    progress.finish("all well")

    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("screen: done in ")
    assert told.err.endswith("s, all well\n")


@pytest.mark.parametrize(("synthetic", "said"), [(True, True), (False, False)])
def test_a_synthetic_study_is_announced(synthetic, said, capsys):
    warn_synthetic(synthetic=synthetic)

    assert ("SYNTHETIC" in capsys.readouterr().err) is said


def test_a_key_is_not_broken_across_lines(capsys):
    key = "screen.evidence.physical_names_file"
    print_table(("what", "key"), [("word " * 80, key)], whole=("key",))

    assert key in capsys.readouterr().out
