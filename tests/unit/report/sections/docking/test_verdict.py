import polars as pl
import pytest
from tests.support.docking_material import (
    USEFUL,
    USELESS,
    make_docking_material,
    make_docking_tables,
)

from tubulus.dock.calibration import discrimination, wording
from tubulus.report.sections.docking.verdict import (
    NO_EVIDENCE,
    USEFUL_AREA,
    has_evidence,
    list_docking_answers,
)


def make(area=USEFUL, **given):
    tables = {"discrimination": make_docking_tables(area=area)["discrimination"]}
    return make_docking_material(**(tables | given))


@pytest.mark.parametrize("area", [USELESS, (0.599, 0.5, 0.7), None])
def test_below_the_bound_or_unmeasured_the_first_words_are_that_there_is_no_evidence(area):
    first, pairs, _ = list_docking_answers(make(area))

    assert first.answer == "No: docking gave no usable evidence."
    assert NO_EVIDENCE not in first.numbers
    assert pairs.answer == "Not to be read from these scores."


def test_a_run_without_the_table_has_shown_nothing_either():
    assert not has_evidence(make(discrimination=None))


@pytest.mark.parametrize(
    ("area", "words"), [(USEFUL, "Better than chance"), ((0.6, 0.5, 0.7), "Perhaps")]
)
def test_an_area_of_use_is_told_with_its_interval_in_mind(area, words):
    first, pairs, _ = list_docking_answers(make(area))

    assert first.answer.startswith(words)
    assert pairs.answer == "TGFBR2 – TGFB3: candidate interactions."


def test_the_conclusion_of_the_campaign_is_not_contradicted():
    material = make(dock={"conclusion": f"{NO_EVIDENCE} on 2 asked pairs."})

    assert not has_evidence(material)


def test_a_campaign_without_a_pair_to_evaluate_says_so():
    rows = make_docking_tables()["pair_calibration"].filter(state="not evaluable")

    answer = list_docking_answers(make(pair_calibration=rows))[1]

    assert answer.answer == "No pair could be evaluated."
    assert answer.numbers == "of 1 asked pair: 1 not evaluable"


def test_a_campaign_with_too_few_decoys_does_not_say_that_its_pairs_are_unfit():
    rows = make_docking_tables()["pair_calibration"].filter(pl.col("p").is_null())

    assert list_docking_answers(make(pair_calibration=rows))[1].answer == (
        "No pair has a calibrated p."
    )


def test_no_sentence_says_that_partners_bind():
    for area in (USEFUL, USELESS, None):
        text = " ".join(f"{a.answer} {a.numbers}" for a in list_docking_answers(make(area)))

        assert "bind" not in text.lower()


def test_the_bound_and_the_words_are_those_of_the_calibration():
    assert USEFUL_AREA == discrimination.USEFUL_AUC
    assert f"{NO_EVIDENCE}." == wording.NO_EVIDENCE
