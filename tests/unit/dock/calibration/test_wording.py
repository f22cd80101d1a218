"""Sentences: numbers said as they are, limits with them, never that partners bind."""

import numpy as np
import pytest
from tests.unit.dock.calibration.tables import make_table

from tubulus.dock.calibration.discrimination import AucEstimate
from tubulus.dock.calibration.pair_calibration import calibrate_pairs
from tubulus.dock.calibration.settings import CalibrationSettings
from tubulus.dock.calibration.wording import NO_EVIDENCE, describe_discrimination, describe_pair


def describe(scores, settings=None, **more):
    calibration = calibrate_pairs(make_table(scores, **more), settings)
    return describe_pair(calibration.pairs.row(0, named=True))


def draw(shape=(12, 12)):
    scores = np.random.default_rng(0).normal(size=shape)
    scores[0, 0] += 12
    return scores


def make_estimate(auc, low=0.3, high=0.9):
    return AucEstimate("docking score", auc, 0.1, low, high, "partners", 12, 132, "estimated")


def test_a_calibrated_pair_is_said_with_its_decoys_and_smallest_p():
    assert describe(draw()) == (
        "F0 with M0: after taking off what each partner scores on average, more favourable than "
        "100 % of 11 decoy partners of F0 and 100 % of 11 decoy partners of M0 (by the raw score "
        "100 % and 100 %); p = 0.0069 among 143 decoy pairs (smallest attainable p 0.0069), "
        "q = 0.0069."
    )


def test_too_few_decoys_are_said_with_what_can_be_said():
    assert describe(draw((3, 12))) == (
        "F0 with M0: after correction for size, more favourable than 100 % of 11 decoy partners "
        "of F0 (by the raw score 100 %); no two-way p (11 decoy partners of the fixed and 2 of the "
        "mobile partner; at least 10 of each are needed); p = 0.083 among decoy partners of F0 "
        "alone, which a partner that scores well with all reaches too (smallest attainable p "
        "0.083)."
    )


def test_a_score_that_was_not_corrected_for_size_is_not_said_to_be():
    assert describe(draw((3, 5)), CalibrationSettings(least_decoys=4)) == (
        "F0 with M0: by the raw score, too few decoy pairs to correct it for size, more favourable "
        "than 100 % of 4 decoy partners of F0; no two-way p (4 decoy partners of the fixed and 2 "
        "of the mobile partner; at least 4 of each are needed); p = 0.2 among decoy partners of F0 "
        "alone, which a partner that scores well with all reaches too (smallest attainable p 0.2)."
    )


def test_decoys_that_never_met_each_other_are_said_with_the_p_of_each_side():
    scores = draw((13, 13))
    scores[1:, 1:] = np.nan

    said = describe(scores)

    assert "too few of them were scored with each other" in said
    assert (
        "p = 0.077 among decoy partners of F0 alone and 0.077 among decoy partners of M0 alone, "
        "which a partner that scores well with all reaches too (smallest attainable p 0.077)."
    ) in said


def test_the_sentence_says_which_percentages_are_of_the_raw_score():
    # decoy partners score better with F0 and M0 than these two with each other, and better still
    # among themselves: beside that the pair stands out
    scores = np.random.default_rng(3).normal(size=(13, 13)) * 0.1
    scores[0, 1:] += 20.0
    scores[1:, 0] += 20.0
    scores[1:, 1:] += 50.0
    row = calibrate_pairs(make_table(scores)).pairs.row(0, named=True)

    raw = [100 * (line < scores[0, 0]).mean() for line in (scores[0, 1:], scores[1:, 0])]

    assert raw == [0.0, 0.0]
    assert (row["percent_fixed"], row["percent_mobile"]) == (100.0, 100.0)
    assert [row["raw_percent_fixed"], row["raw_percent_mobile"]] == raw
    assert describe_pair(row).startswith(
        "F0 with M0: after taking off what each partner scores on average, more favourable than"
    )
    assert "(by the raw score 0 % and 0 %)" in describe_pair(row)


def test_a_pair_without_decoys_is_said_with_what_is_needed():
    assert describe(draw((1, 1))) == (
        "F0 with M0: no two-way p (0 decoy partners of the fixed and 0 of the mobile partner; at "
        "least 10 of each are needed); smallest attainable p 1."
    )


def test_what_is_not_evaluable_says_why():
    said = describe(draw(), reasons={(0, 0): "membrane-side patch"})

    assert said == "F0 with M0: not evaluable (membrane-side patch)."


@pytest.mark.parametrize("shape", [(1, 1), (3, 12), (12, 12)])
def test_no_sentence_says_that_partners_bind(shape):
    assert "bind" not in describe(draw(shape)).lower()


def test_almost_all_is_not_all():
    row = calibrate_pairs(make_table(draw())).pairs.row(0, named=True)

    assert "99.9 % of 11" in describe_pair(row | {"percent_fixed": 99.99})


@pytest.mark.parametrize("auc", [0.2, 0.5, 0.5999])
def test_an_area_below_the_bound_is_no_usable_evidence(auc):
    assert describe_discrimination(make_estimate(auc)).endswith(NO_EVIDENCE)


def test_an_area_that_rounds_onto_the_bound_is_said_with_more_digits():
    assert "AUC of the docking score 0.598" in describe_discrimination(make_estimate(0.598))


def test_an_area_at_the_bound_is_usable_and_its_interval_is_told():
    said = describe_discrimination(make_estimate(0.6, 0.55, 0.7))

    assert NO_EVIDENCE not in said
    assert said.endswith("The interval does not exclude values below 0.60.")


def test_an_interval_that_holds_one_half_does_not_exclude_chance():
    said = describe_discrimination(make_estimate(0.66, 0.5, 0.8))

    assert said.endswith("The interval does not exclude chance, 0.5.")


def test_a_clear_area_is_said_plainly():
    assert describe_discrimination(make_estimate(0.8, 0.7, 0.9)) == (
        "AUC of the docking score 0.80 (95 % interval 0.70 to 0.90) on 12 true partner pairs "
        "against 132 others."
    )


def test_an_untested_score_is_no_usable_evidence():
    untested = AucEstimate(
        "docking score", None, None, None, None, "partners", 0, 9, "not estimable", "0 true pairs"
    )

    assert describe_discrimination(untested).endswith(NO_EVIDENCE)
