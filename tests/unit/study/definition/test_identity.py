import pytest
from pydantic import ValidationError

from tubulus.study.definition.identity import Arm, StudyIdentity, Visit

STUDY = {"id": "noa", "title": "A study", "allocation": "randomised", "masking": "open label"}


def test_a_non_randomised_study_says_how_participants_came_into_an_arm():
    with pytest.raises(ValidationError, match="states its allocation_basis"):
        StudyIdentity(**{**STUDY, "allocation": "non-randomised"})


def test_a_non_randomised_study_with_its_basis_is_accepted():
    study = StudyIdentity(
        **{**STUDY, "allocation": "non-randomised", "allocation_basis": "own choice"}
    )

    assert study.allocation_basis == "own choice"


def test_a_study_is_not_synthetic_unless_it_says_so():
    assert StudyIdentity(**STUDY).synthetic is False


def test_a_study_that_is_read_cannot_be_changed():
    study = StudyIdentity(**STUDY)

    with pytest.raises(ValidationError, match="frozen"):
        study.synthetic = True


def test_a_window_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValidationError, match="ends before it begins"):
        Visit(id="month-6", label="Month 6", window=(215, 155))


def test_a_window_of_one_day_is_a_window():
    assert Visit(id="day-1", label="Day 1", window=(1, 1)).window == (1, 1)


@pytest.mark.parametrize("field", [{"day": 0}, {"window": (0, 5)}, {"window": (-5, 0)}])
def test_there_is_no_study_day_zero(field):
    with pytest.raises(ValidationError, match="no day 0"):
        Visit(id="baseline", label="Baseline", **field)


def test_a_visit_lies_in_its_own_window():
    with pytest.raises(ValidationError, match="outside its own window"):
        Visit(id="month-6", label="Month 6", day=300, window=(155, 215))


def test_both_ends_of_a_window_belong_to_it():
    assert Visit(id="a", label="A", day=155, window=(155, 215)).day == 155
    assert Visit(id="b", label="B", day=215, window=(155, 215)).day == 215


def test_fewer_than_no_participants_cannot_be_planned():
    with pytest.raises(ValidationError, match="planned"):
        Arm(id="cells", label="Cells", role="experimental", planned=-1)


def test_the_design_is_said_in_words_as_far_as_it_is_stated():
    assert StudyIdentity(**STUDY).design == "randomised, open label"
    assert StudyIdentity(id="cargo", title="Cargo").design == ""
