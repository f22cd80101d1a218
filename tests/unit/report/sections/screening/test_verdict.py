import polars as pl
import pytest
from tests.support.screen_material import make_screen_material
from tests.support.screening_tables import make_surprise

from tubulus.report.sections.screening import verdict
from tubulus.report.sections.screening.verdict import list_answers
from tubulus.screen import conclusion


def answer(null, **values):
    rows = make_surprise().filter(pl.col("null") == null)
    rows = rows.with_columns(pl.lit(value).alias(name) for name, value in values.items())
    return list_answers(make_screen_material(surprise=rows))[0]


@pytest.mark.parametrize(
    ("p", "words"),
    [(0.01, "stands out among"), (0.1, "weak"), (0.11, "not clearly")],
)
def test_the_first_question_is_whether_the_cargo_is_like_any_vesicle_proteome(p, words):
    first = answer("comparator", p=p, smallest_p=0.005)

    assert "any vesicle proteome" in first.question
    assert words in first.answer


def test_a_panel_that_cannot_reach_a_small_p_cannot_tell():
    first = answer("comparator", p=0.08, smallest_p=0.08)

    assert "too small" in first.answer
    assert "cannot be below 0.08" in first.numbers


def test_a_run_without_a_panel_does_not_answer_and_says_so_first():
    asked = pl.col("null") == "comparator"
    state = pl.when(asked).then(pl.lit("not_computed")).otherwise("state")

    first = list_answers(make_screen_material(surprise=make_surprise().with_columns(state=state)))[
        0
    ]

    assert first.answer == "Not answered in this run."
    assert "nothing here sets this cargo apart" in first.numbers


def test_the_bands_are_those_of_the_conclusion():
    theirs = (conclusion._CLEAR, conclusion._WEAK, conclusion._ATTAINABLE)

    assert theirs == (verdict.CLEAR, verdict.WEAK, verdict.ATTAINABLE)


def make_tests(**columns):
    base = {"receptor": ["A", "A", "B"], "cell_type": ["x", "y", "x"], "p": [0.001, 0.001, 0.5]}
    more = {"q_receptor": [0.002, 0.002, 0.5], "conflict": ["", "no", ""]}
    return pl.DataFrame({**base, **more, **columns})


def test_a_receptor_that_passes_is_named_with_its_conflict_and_the_caveat_of_detection():
    rows = make_surprise().filter(pl.col("null") == "matched")

    last = list_answers(make_screen_material(surprise=rows, receptor_tests=make_tests()))[-1]

    assert last.answer == "A (evidence on its cell type conflicts)."
    assert last.numbers.startswith("1 of 2 tested")
    assert "Detection in vesicles was not matched" in last.numbers


def test_no_receptor_that_passes_is_none():
    tests = make_tests(q_receptor=[0.2, 0.2, 0.5])

    assert list_answers(make_screen_material(receptor_tests=tests))[-1].answer == "None."


def test_a_run_that_asked_nothing_answers_nothing():
    assert list_answers(make_screen_material(global_test=None)) == ()
