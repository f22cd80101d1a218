from __future__ import annotations

from tests.support.adjusted_study import ADJUSTMENT, make_adjusted_study


def test_a_covariate_of_one_arm_alone_adjusts_nothing(tmp_path):
    score = '[[baseline]]\nid = "score"\nlabel = "Score"\nvalue = "tissue.score"\n'
    more = score + ADJUSTMENT.replace('"fsh"]', '"score"]')
    study = make_adjusted_study(tmp_path, more=more)

    (problem,) = study.problems

    assert problem.message == "the form 'tissue' does not exist in the arm 'control'"


def test_a_negative_control_is_a_number(tmp_path):
    more = ADJUSTMENT.replace('["testosterone"]', '["sperm"]')
    study = make_adjusted_study(tmp_path, more=more)

    (problem,) = study.problems

    assert problem.message == "the negative control 'sperm' is of kind 'binary'"
