import polars as pl
import pytest

from tubulus.screen.conclusion import describe_conclusion, list_missing_evidence
from tubulus.screen.nulls.comparator import ComparatorRank
from tubulus.screen.nulls.surprise import SurpriseRow, tabulate_surprise
from tubulus.screen.nulls.whole_cargo import GlobalTest
from tubulus.screen.settings import ScreenSettings

TESTS = pl.DataFrame(
    {
        "receptor": ["KIT", "KIT", "RET", "LRP5"],
        "cell_type": ["SSC", "Leydig cells", "SSC", "SSC"],
        "evidence_kind": ["literature", "single-cell RNA", "literature", "literature"],
        "conflict": ["", "staining does not detect it", "", "no"],
        "q": [0.2, 0.2, 0.01, None],
        "q_receptor": [0.01, 0.01, 0.2, None],
        "q_shifted_low": [0.01, 0.01, 0.1, None],
        "q_shifted_high": [0.02, 0.02, 0.3, None],
        "fdr_exact": [0.004, 0.004, 0.04, None],
    },
)
CELLS = pl.DataFrame(
    {"cell_type": ["SSC", "Leydig cells", "Sertoli cells"], "q": [0.01, 0.02, None]}
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
    return GlobalTest(observed, 10.0, observed / 10.0, 1 - p, p, 0.0001, 9_999, 1e-9, 5, 15)


def make_rank(lists=199, groups=199, p=0.2):
    return ComparatorRank(
        score=0.2,
        median=0.1,
        rank=2,
        lists=lists,
        p=p,
        smallest_p=1 / (groups + 1),
        left_out=(),
        ties=0,
        groups=groups,
        low=0.0,
        high=0.3,
        size_correlation=None,
    )


def describe(
    test=None, rank=None, *, detection=False, rows=(), cells=CELLS, tests=TESTS, settings=None
):
    null = "matched_detection" if detection else "matched"
    return describe_conclusion(
        test or make_test(),
        rank,
        settings or ScreenSettings(),
        receptor_tests=tests,
        cell_type_tests=cells,
        surprise=tabulate_surprise([SurpriseRow(null, "candidate pairs"), *rows]),
    )


def list_missing(candidates, *, abundance=False, complexes=False):
    return list_missing_evidence(
        detection=True,
        comparator=True,
        abundance=abundance,
        complexes=complexes,
        tiers=frozenset({"user"}),
        array_in_tests=False,
        unresolved_rows=0,
        candidates=candidates,
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


def test_one_of_a_kind_is_told_in_the_singular():
    assert "makes 1 candidate ligand-receptor pair where" in describe(test=make_test(observed=1))
    text = describe(rank=make_rank(lists=1, groups=1))
    assert "Beside 1 other vesicle proteome the cargo ranks 2 of 2" in text
    assert "1 independent group of lists" in text


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
    text = describe(rank=make_rank(p=p))

    assert f"ranks 2 of {make_rank(p=p).lists + 1} in candidate pairs" in text
    assert words in text


@pytest.mark.parametrize(("groups", "told"), [(18, True), (19, False)])
def test_a_panel_of_too_few_independent_groups_cannot_tell(groups, told):
    text = describe(rank=make_rank(lists=40, groups=groups, p=1 / (groups + 1)))

    assert (f"with {groups} independent groups this cannot tell" in text) is told


def test_the_permutation_rate_is_told_only_where_it_names_others():
    same = TESTS.with_columns(fdr_exact=pl.col("q_receptor"))

    assert "which does not decide, would name 2 (KIT, RET)" in describe()
    assert "does not decide" not in describe(tests=same)


def test_cell_types_are_named_with_their_dependence():
    text = describe()

    assert "2 of 2 tested (Leydig cells, SSC), which share receptors" in text


def test_one_cell_type_is_not_said_to_share_and_none_is_not_named():
    one = CELLS.filter(cell_type="SSC")

    assert "share receptors" not in describe(cells=one)
    assert "Cell types" not in describe(cells=CELLS.clear())


def test_what_was_not_computed_is_named():
    assert "Not computed: rewired, downstream, abundance" in describe()


@pytest.mark.parametrize(
    ("p", "words"), [(0.5, "not clearly more"), (0.05, "weak evidence of more"), (0.001, "; more)")]
)
def test_a_further_null_gets_a_sentence_from_its_row(p, words):
    row = SurpriseRow("rewired", "candidate pairs", observed=60, expected=50.0, p=p)

    text = describe(rows=[row])

    assert (
        "Against rewired ligand-receptor tables: candidate pairs, 60 where 50 is expected" in text
    )
    assert words in text
    assert "Not computed: downstream, abundance" in text


def test_no_candidates_are_told_plainly():
    assert "No counted cargo protein" in describe(make_test(observed=0, p=1.0))


def test_user_cargo_alone_misses_no_bone_marrow_list():
    statements = list_missing(CANDIDATES.clear())

    assert not any("bone" in s or "barrier" in s or "array" in s for s in statements)
    assert [s.split()[0] for s in statements] == ["Abundance", "Receptor"]


def test_abundance_and_complexes_are_not_called_missing_where_they_were_used():
    text = " ".join(list_missing(CANDIDATES.clear(), abundance=True, complexes=True))

    assert "missing" not in text
    assert "not modelled" not in text
    assert "does not enter the counts" in text


def test_receptors_found_without_detection_frequency_are_qualified():
    assert "any vesicle preparation carries" in describe()
    assert "any vesicle preparation carries" not in describe(detection=True)


def test_the_sentence_names_what_was_matched():
    assert "equal size, topology class and study attention" in describe()
    assert "topology class, detection frequency and study attention" in describe(detection=True)


def test_what_the_receptors_of_candidates_rest_on_is_counted():
    statements = list_missing(CANDIDATES)

    assert "missing in 1 of 3 candidate rows (newt 1)" in statements[-2]
    assert "in 1 of 3 candidate rows" in statements[-1]
    assert "(RET;" in statements[-1]


def shift(low, high):
    """RET, which is not named, with a range of rates over shifted strata."""
    is_ret = pl.col("receptor") == "RET"
    return TESTS.with_columns(
        q_shifted_low=pl.when(is_ret).then(low).otherwise("q_shifted_low"),
        q_shifted_high=pl.when(is_ret).then(high).otherwise("q_shifted_high"),
    )


def test_a_verdict_that_no_cut_changes_is_said_to_hold():
    said = describe()

    assert "Over 25 shifts of the cuts of the strata, at this one width (" in said
    assert "genes or fewer), it passes." in said


def test_a_verdict_that_hangs_on_the_cut_is_told_with_its_range():
    said = describe(tests=shift(0.04, 0.3))

    assert "decides on RET (q_receptor from 0.04 to 0.3, not named here)." in said
    assert "genes or fewer), KIT would be named." in said


def test_cuts_are_not_mentioned_where_no_receptor_passes_with_any():
    said = describe(tests=shift(0.1, 0.3).filter(pl.col("receptor") == "RET"))

    assert "strata are cut" not in said
    assert "shifts of the cuts" not in said


def test_the_uniform_null_has_no_cuts_to_speak_of():
    said = describe(settings=ScreenSettings(null="uniform"))

    assert "shifts of the cuts" not in said


def test_the_sentence_downstream_says_what_it_asks():
    row = SurpriseRow(
        "downstream", "mean percentile", observed=0.58, expected=0.546, p=0.12, smallest_p=0.001
    )

    said = describe(rows=[row])

    assert "reach the chosen genes farther than those that random cargo" in said
    assert "0.58 where 0.546 is expected (p = 0.12; not clearly more)" in said
