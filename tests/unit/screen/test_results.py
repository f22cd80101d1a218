import polars as pl
import pytest

from tubulus.screen.comparator import ComparatorRank
from tubulus.screen.results import GlobalTest, describe_conclusion, list_missing_evidence
from tubulus.screen.settings import ScreenSettings

TESTS = pl.DataFrame(
    {"receptor": ["KIT", "KIT", "RET", "LRP5"], "q": [0.01, 0.01, 0.2, None]},
)


def make_test(*, observed=20, p=0.2):
    return GlobalTest(observed, 10.0, observed / 10.0, p, p, 0.0001, 9_999)


def describe(test=None, rank=None, *, detection=False):
    return describe_conclusion(
        test or make_test(), rank, TESTS, ScreenSettings(), detection=detection
    )


@pytest.mark.parametrize(
    ("p", "words"), [(0.2, "not surprising"), (0.001, "more than such sets give by chance")]
)
def test_the_verdict_follows_the_p(p, words):
    assert words in describe(make_test(p=p))


def test_the_numbers_stand_in_the_sentence():
    text = describe(make_test(p=0.2))

    assert "20 candidate ligand-receptor pairs" in text
    assert "10.0 on average (fold 2.00, p = 0.2)" in text


def test_receptors_are_counted_once_and_named():
    assert "1 of 2 tested (KIT)" in describe()


def test_without_a_panel_the_harder_question_is_left_open():
    assert "not answered: no comparator panel" in describe()


@pytest.mark.parametrize(("p", "words"), [(0.5, "not unusual"), (0.02, ": unusual")])
def test_with_a_panel_the_rank_is_told(p, words):
    rank = ComparatorRank(0.2, 0.1, 2, 49, p, 0.02, ())

    text = describe(rank=rank)

    assert "ranks 2" in text
    assert words in text


def test_no_candidates_are_told_plainly():
    assert "No counted cargo protein" in describe(make_test(observed=0, p=1.0))


def test_user_cargo_alone_misses_no_bone_marrow_list():
    statements = list_missing_evidence(
        detection=True,
        comparator=True,
        tiers=frozenset({"user"}),
        array_in_tests=False,
        unresolved_rows=0,
    )

    assert not any("bone" in s or "barrier" in s or "array" in s for s in statements)
    assert len(statements) == 2


def test_receptors_found_without_detection_frequency_are_qualified():
    assert "any vesicle preparation carries" in describe()
    assert "any vesicle preparation carries" not in describe(detection=True)


def test_the_sentence_names_what_was_matched():
    assert "equal size, topology class and study attention" in describe()
    assert "topology class, detection frequency and study attention" in describe(detection=True)
