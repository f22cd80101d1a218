import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tubulus.study.definition.toml_lines import index_lines

names = st.text("ab é._-#\"'\\=[]", max_size=8)
texts = st.text(st.sampled_from("ab \\'\"[]{}#=,.\n"), max_size=20)


def write_basic(text):
    marks = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\x7f": "\\u007f"}
    return '"' + "".join(marks.get(mark, mark) for mark in text) + '"'


def write_long(text):
    return '"""' + text.replace("\\", "\\\\").replace('"', '\\"') + '"""'


@given(st.dictionaries(names, st.tuples(st.booleans(), texts), max_size=6))
def test_every_key_has_its_line_whatever_the_values_hold(pairs):
    text, expected = "", {}
    for name, (is_long, value) in pairs.items():
        expected[(name,)] = text.count("\n") + 1
        written = write_long(value) if is_long else write_basic(value)
        text += f"{write_basic(name)} = [ {written}, {{ a = {written} }} ] # end\n"

    lines = index_lines(text)

    assert tomllib.loads(text).keys() == pairs.keys()
    assert {path: line for path, line in lines.items() if len(path) == 1} == expected


def test_dates_with_a_blank_and_numbers_are_passed_over():
    text = "a = 2026-01-31 10:00:00\nb = [2026-01-31 10:00:00, -1.5e3]\nc = inf # x\nd = true\n"

    lines = index_lines(text)

    assert [lines[(key,)] for key in "abcd"] == [1, 2, 3, 4]


def test_a_text_may_end_in_quotes_of_its_own():
    assert index_lines('a = """x"""""\nb = 1\n')[("b",)] == 2


def test_entries_of_a_list_of_lists_have_their_lines():
    lines = index_lines("a = [\n  [1, 2],\n  [\n    3,\n  ],\n]\nb = 1\n")

    assert (lines[("a", 0)], lines[("a", 1)], lines[("a", 1, 0)], lines[("b",)]) == (2, 3, 4, 7)


@pytest.mark.parametrize("text", ["a = 1\nb = [", "a = 1\nb ! 2", 'a = 1\nb = "x', "a = 1\nb = {c"])
def test_text_that_it_cannot_follow_gives_the_places_before(text):
    assert index_lines(text)[("a",)] == 1
