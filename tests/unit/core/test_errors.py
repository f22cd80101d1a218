import pytest

from tubulus.core.errors import InputError, Problem, StudyError


def test_a_problem_names_file_line_field_message_and_remedy():
    problem = Problem("data/semen.csv", 7, "volume", "not a number", "write 2.5")

    assert str(problem) == "data/semen.csv, line 7, volume: not a number; write 2.5"


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("study.toml", 0, "", "does not exist"), "study.toml: does not exist"),
        (Problem("study.toml", 3, "", "is odd"), "study.toml, line 3: is odd"),
        (Problem("study.toml", 0, "arms[1].id", "is odd"), "study.toml, arms[1].id: is odd"),
    ],
)
def test_a_problem_leaves_out_the_parts_that_are_empty(problem, text):
    assert str(problem) == text


def test_an_input_error_carries_every_problem_in_the_order_of_the_file():
    late = Problem("a.toml", 20, "x", "late")
    early = Problem("a.toml", 3, "y", "early")

    error = InputError([late, early])

    assert error.problems == (early, late)
    assert str(error).splitlines()[0] == "2 problems in the input:"
    assert str(error).index("early") < str(error).index("late")


def test_an_input_error_says_a_repeated_problem_once():
    problem = Problem("a.toml", 3, "y", "odd")

    error = InputError([problem, problem])

    assert error.problems == (problem,)
    assert str(error).startswith("1 problem in the input:")


def test_an_input_error_is_something_the_user_can_mend():
    error = InputError([Problem("a.toml", 1, "", "odd")])

    assert isinstance(error, StudyError)
    assert error.exit_status == 2
    assert error.code != StudyError.code
