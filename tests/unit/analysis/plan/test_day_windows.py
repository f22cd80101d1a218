"""Study days that an endpoint counts."""

import pytest
from tests.support.small_study import WINDOW, make_small_study

(WHEN, WINDOWED), *_ = WINDOW.items()


def list_problems(folder, old, new):
    edits = {WHEN: WINDOWED.replace(old, new)}
    problems = make_small_study(folder, edits=edits).problems
    return [(p.field, p.message) for p in problems]


def test_a_window_of_a_dated_form_is_in_order(tmp_path):
    assert make_small_study(tmp_path, edits=WINDOW).problems == []


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ('adverse-event", f', 'adverse-events", f', ".form", "there is no form"),
        ('adverse-event", f', 'person", f', ".form", "has no date"),
        ('adverse-event", f', 'hormones", f', ".form", "does not look at the form 'hormones'"),
        ("first = 1", "first = 0", "", "no day 0"),
        ("first = 1", "first = 300", "", "ends before it begins"),
    ],
)
def test_a_window_that_would_decide_nothing_is_a_problem(tmp_path, old, new, place, words):
    found = list_problems(tmp_path, old, new)

    assert any(
        field == f"endpoints[1].within_days{place}" and words in message for field, message in found
    ), found


def test_only_a_binary_endpoint_has_a_window(tmp_path):
    edits = {
        'kind = "amount"\n': (
            'kind = "amount"\nwithin_days = { form = "semen", first = 1, last = 2 }\n'
        )
    }

    (problem,) = make_small_study(tmp_path, edits=edits).problems

    assert "only an endpoint of kind 'binary' has 'within_days'" in problem.message
