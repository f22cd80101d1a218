import polars as pl
import pytest

from tubulus.screen.nulls.comparator import ComparatorRank
from tubulus.screen.results import GlobalTest, describe_conclusion, list_missing_evidence
from tubulus.screen.settings import ScreenSettings

TESTS = pl.DataFrame(
    {
        "receptor": ["KIT", "KIT", "RET", "LRP5"],
        "cell_type": ["SSC", "Leydig cells", "SSC", "SSC"],
        "evidence_kind": ["literature", "single-cell RNA", "literature", "literature"],
        "conflict": ["", "staining does not detect it", "", "no"],
        "q": [0.2, 0.2, 0.01, None],
        "q_receptor": [0.01, 0.01, 0.2, None],
    },
)
CANDIDATES = pl.DataFrame(
    {
        "receptor": ["KIT", "KIT", "RET"],
        "receptor_species": ["human; mouse", "newt", "human"],
        "conflict": ["", "", "staining does not detect it"],
    }
)


def make_test(*, observed=20, p=0.2):
    # the simulated p says the opposite: no sentence may rest on it
    return GlobalTest(observed, 10.0, observed / 10.0, 1 - p, p, 0.0001, 9_999)


def describe(test=None, rank=None, *, detection=False):
    return describe_conclusion(
        test or make_test(), rank, TESTS, ScreenSettings(), detection=detection
    )


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.2, "This is not clearly more than such sets give"),
        (0.06, "The evidence that this is more than such sets give is weak"),
        (0.04, "The evidence that this is more than such sets give is weak"),
        (0.001, "This is more than such sets give"),
    ],
)
def test_the_verdict_follows_the_p(p, words):
    assert words in describe(make_test(p=p))


def test_the_numbers_stand_in_the_sentence():
    text = describe(make_test(p=0.2))

    assert "20 candidate ligand-receptor pairs" in text
    assert "10.0 on average (fold 2.00, p = 0.2)" in text


def test_receptors_are_counted_once_and_named_by_their_own_false_discovery_rate():
    assert "1 of 2 tested (KIT)" in describe()


def test_a_receptor_is_named_with_what_contradicts_it():
    sentence = (
        "The evidence for KIT on Leydig cells is conflicting: single-cell RNA puts it there, but "
        "staining does not detect it."
    )

    assert sentence in describe()
    assert describe().count("conflicting") == 1


def test_without_a_panel_the_harder_question_is_left_open():
    assert "not answered: no comparator panel" in describe()


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.5, "not clearly unusual for vesicles"),
        (0.06, "unusual for vesicles is weak"),
        (0.04, "unusual for vesicles is weak"),
        (0.005, ": unusual for vesicles"),
    ],
)
def test_with_a_panel_the_rank_is_told(p, words):
    rank = ComparatorRank(0.2, 0.1, 2, 199, p, 0.005, ())

    text = describe(rank=rank)

    assert "ranks 2" in text
    assert words in text


@pytest.mark.parametrize(("lists", "told"), [(18, True), (19, False)])
def test_a_panel_that_is_too_small_cannot_tell(lists, told):
    rank = ComparatorRank(0.2, 0.1, 1, lists, 1 / (lists + 1), 1 / (lists + 1), ())

    assert (f"with {lists} lists this cannot tell" in describe(rank=rank)) is told


def test_no_candidates_are_told_plainly():
    assert "No counted cargo protein" in describe(make_test(observed=0, p=1.0))


def test_user_cargo_alone_misses_no_bone_marrow_list():
    statements = list_missing_evidence(
        detection=True,
        comparator=True,
        tiers=frozenset({"user"}),
        array_in_tests=False,
        unresolved_rows=0,
        candidates=CANDIDATES.clear(),
    )

    assert not any("bone" in s or "barrier" in s or "array" in s for s in statements)
    assert len(statements) == 2


def test_receptors_found_without_detection_frequency_are_qualified():
    assert "any vesicle preparation carries" in describe()
    assert "any vesicle preparation carries" not in describe(detection=True)


def test_the_sentence_names_what_was_matched():
    assert "equal size, topology class and study attention" in describe()
    assert "topology class, detection frequency and study attention" in describe(detection=True)


def test_what_the_receptors_of_candidates_rest_on_is_counted():
    statements = list_missing_evidence(
        detection=True,
        comparator=True,
        tiers=frozenset({"user"}),
        array_in_tests=False,
        unresolved_rows=0,
        candidates=CANDIDATES,
    )

    assert "missing in 1 of 3 candidate rows (newt 1)" in statements[-2]
    assert "in 1 of 3 candidate rows" in statements[-1]
    assert "(RET;" in statements[-1]
