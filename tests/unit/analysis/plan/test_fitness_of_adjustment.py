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


def test_a_negative_control_that_an_arm_moves_is_refused(tmp_path):
    study = make_adjusted_study(tmp_path, moves={"control": ["testosterone"]})

    (problem,) = study.problems

    assert "'testosterone' is moved by the arm 'control'" in problem.message
    assert problem.field == "adjustment.negative_controls"


def test_an_adjustment_that_could_not_be_read_is_not_said_to_be_missing(tmp_path):
    edits = {'sensitivity = ["same examination"]': 'sensitivity = ["firth"]'}
    more = ADJUSTMENT.replace('"overlap", "att", "ate", "entropy"', '"ato"')
    study = make_adjusted_study(tmp_path, edits=edits, more=more)

    (problem,) = study.problems

    assert problem.field == "adjustment.targets[1]"
    assert "'ato' is not known here" in problem.message
