"""Each hostile structure gets one clear message: a refusal, or a line of the report."""

import pytest
from validation.structures.hostile import list_hostile

from tubulus.core.errors import InputError
from tubulus.dock.preparation.prepare import prepare_partner

CASES = {case.name: case for case in list_hostile()}
LARGE = "a hundred thousand atoms"
"""Takes a second; the reader of structures has a test of its own for it."""
REFUSED = [name for name, case in CASES.items() if case.is_refused and name != LARGE]
NOTED = [name for name, case in CASES.items() if not case.is_refused]


def test_there_are_at_least_fifteen():
    assert len(CASES) >= 15
    assert len(CASES) == len(list_hostile())


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_docked_is_refused_with_one_message_and_what_to_do(name, tmp_path):
    case = CASES[name]
    request = case.write(tmp_path)

    with pytest.raises(InputError) as caught:
        prepare_partner(request, sequences={"P00000": case.sequence})

    (problem,) = caught.value.problems
    assert problem.file == request.path.name
    assert case.expected in problem.message
    assert problem.remedy


@pytest.mark.parametrize("name", NOTED)
def test_what_can_be_docked_with_a_caution_says_so_once(name, tmp_path):
    case = CASES[name]

    partner = prepare_partner(case.write(tmp_path))

    assert sum(case.expected in line for line in partner.list_report()) == 1
