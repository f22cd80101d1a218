import pytest
from tests.unit.exchange.conftest import STUDY

from tubulus.exchange.sources import collect_sources
from tubulus.study.definition.reading import collect_study


def list_messages(study):
    return [problem.message for problem in collect_sources(study)[1]]


def write_source(columns="", keys='visit = "before"', form="blood"):
    return f"""
[[sources]]
file = "a.csv"
form = "{form}"
participant = "Nr"
{keys}
[sources.columns]
{columns}
"""


def test_a_study_without_sources_has_none(make_foreign):
    assert collect_sources(make_foreign("")) == ((), [])


def test_a_source_that_fits_the_study_has_no_problem(make_foreign):
    text = write_source('"E2" = { item = "estradiol", unit = "pg/mL" }')

    sources, problems = collect_sources(make_foreign(text))

    assert problems == []
    assert sources[0].columns["E2"].item == "estradiol"


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ('{ item = "estradio" }', "the form 'blood' has no item 'estradio'"),
        ('{ item = "double" }', "the item 'double' is computed, not entered"),
        ('{ item = "estradiol", unit = "mL" }', "'estradiol' cannot be converted: from 'mL'"),
        ('{ item = "score", unit = "d" }', "'score' cannot be converted: it has no unit"),
        ('{ item = "score", date_format = "%d" }', "'score' is not a date"),
        ('{ item = "smoking", codes = { "x" = "often" } }', "'often' is no code of 'smoking'"),
    ],
)
def test_a_column_that_leads_nowhere_is_a_problem(make_foreign, column, message):
    found = list_messages(make_foreign(write_source(f'"C" = {column}')))

    assert len(found) == 1
    assert found[0].startswith(message)


def test_an_item_filled_from_two_columns_is_a_problem_of_both(make_foreign):
    columns = '"A" = { item = "score" }\n"B" = { item = "score" }'

    assert list_messages(make_foreign(write_source(columns))) == [
        "the item 'score' is filled twice",
        "the item 'score' is filled twice",
    ]


def test_an_item_filled_by_column_and_constant_is_a_problem(make_foreign):
    keys = 'visit = "before"\nconstants = { score = "1" }'

    found = list_messages(make_foreign(write_source('"A" = { item = "score" }', keys)))

    assert found == ["the item 'score' is filled twice"] * 2


def test_a_form_of_several_visits_needs_to_know_which(make_foreign):
    found = list_messages(make_foreign(write_source('"A" = { item = "score" }', keys="")))

    assert found == ["the form belongs to several visits"]


def test_an_unknown_form_and_an_unknown_visit_are_reported_together(make_foreign):
    text = write_source('"A" = { item = "score" }', keys='visit = "later"', form="blod")

    assert list_messages(make_foreign(text)) == [
        "there is no visit 'later'",
        "there is no form 'blod'",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('label = "Blood"\n', "label = 3\n"),
        ('label = "Before"\n', "label = 3\n"),
    ],
)
def test_a_form_or_visit_that_could_not_be_read_is_not_reported_again(tmp_path, old, new):
    text = (STUDY + write_source()).replace(old, new)
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")

    study, problems = collect_study(tmp_path)

    assert problems != []
    assert list_messages(study) == []


def test_a_problem_names_its_place_in_the_file(make_foreign):
    problem = collect_sources(make_foreign(write_source('"A" = { item = "x" }')))[1][0]

    assert problem.field.startswith("sources[1].columns")
    assert problem.row > 0
