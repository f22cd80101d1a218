import pytest
from pydantic import ValidationError

from tubulus.exchange.source import Column, Source


def make_source(**keys):
    return Source(**{"file": "a.csv", "form": "blood", "participant": "Nr", "columns": {}, **keys})


def test_words_for_missing_are_known_whatever_their_case():
    source = make_source(missing=("No data",))

    assert source.is_missing("NO DATA")
    assert not source.is_missing("none")


def test_a_translation_is_found_whatever_its_case():
    column = Column(item="smoking", codes={"Nie": "never"})

    assert column.translate("NIE") == "never"
    assert column.translate("oft") is None


def test_without_translations_a_visit_is_what_the_file_says():
    assert make_source(visit_column="V").translate_visit("before") == "before"


def test_with_translations_an_unknown_visit_has_none():
    source = make_source(visit_column="V", visits={"Vor": "before"})

    assert source.translate_visit("vor") == "before"
    assert source.translate_visit("before") is None


@pytest.mark.parametrize("encoding", ["utf-8", "UTF8", "utf-8-sig"])
def test_utf_8_is_read_with_and_without_byte_order_mark(encoding):
    assert make_source(encoding=encoding).codec == "utf-8-sig"


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"encoding": "cp125x"}, "unknown encoding"),
        ({"encoding": "base64"}, "unknown encoding"),
        ({"visit": "before", "visit_column": "V"}, "either visit or visit_column"),
        ({"separator": ",", "decimal": ","}, "comma cannot separate both"),
        ({"visits": {"Vor": "before", "VOR": "after"}}, "differ in their case alone"),
    ],
)
def test_a_source_that_contradicts_itself_is_refused(keys, message):
    with pytest.raises(ValidationError, match=message):
        make_source(**keys)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"unit": "furlong"}, "unknown unit"),
        ({"codes": {"a": "never", "A": "now"}}, "differ in their case alone"),
    ],
)
def test_a_column_that_contradicts_itself_is_refused(keys, message):
    with pytest.raises(ValidationError, match=message):
        Column(item="smoking", **keys)
