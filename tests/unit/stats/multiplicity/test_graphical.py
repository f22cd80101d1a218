from __future__ import annotations

import pytest

from tubulus.stats.multiplicity.graph import (
    HypothesisGraph,
    make_fixed_sequence_graph,
    make_gated_graph,
    make_holm_graph,
)
from tubulus.stats.multiplicity.graphical import compute_graphical

GATED = make_gated_graph(["R1"], ["FSH", "T"])


def get_p(result):
    return [test.p_value for test in result.tests]


def test_a_closed_gate_keeps_everything_behind_it():
    result = compute_graphical(GATED, [0.2, 0.001, 0.001])

    assert get_p(result) == [0.2, 0.2, 0.2]
    assert result.rejected == (False, False, False)
    assert result.steps == ()


def test_an_open_gate_hands_the_level_to_the_family():
    result = compute_graphical(GATED, [0.01, 0.04, 0.02])

    assert get_p(result) == [0.01, 0.04, 0.04]
    assert [step.name for step in result.steps] == ["R1", "T", "FSH"]
    assert result.steps[1].weights == (0.0, 0.5, 0.5)
    assert result.steps[2].weights == (0.0, 1.0, 0.0)


def test_a_p_value_at_the_level_is_rejected():
    assert compute_graphical(make_holm_graph(["A"]), [0.05]).rejected == (True,)
    assert compute_graphical(make_holm_graph(["A"]), [0.0501]).rejected == (False,)


def test_a_missing_gate_stays_shut():
    result = compute_graphical(GATED, [None, 0.001, 0.001])

    assert get_p(result) == [None, 1.0, 1.0]
    assert result.tests[0].reason == "the test gave no p-value"


def test_a_missing_test_counts_in_its_family():
    assert get_p(compute_graphical(make_holm_graph("ABC"), [0.01, None, 0.04])) == [
        pytest.approx(0.03),
        None,
        pytest.approx(0.08),
    ]


def test_a_p_value_of_zero_without_a_share_waits_for_its_turn():
    assert get_p(compute_graphical(make_fixed_sequence_graph("AB"), [0.3, 0.0])) == [0.3, 0.3]


def test_two_hypotheses_that_hand_everything_to_each_other_end_the_cycle():
    graph = HypothesisGraph(
        ("A", "B", "C"), (0.0, 0.0, 1.0), ((0.0, 1.0, 0.0), (1.0, 0.0, 0.0), (0.5, 0.5, 0.0))
    )

    assert get_p(compute_graphical(graph, [0.01, 0.03, 0.01])) == [0.02, 0.03, 0.01]


def test_tied_p_values_stay_tied():
    assert get_p(compute_graphical(make_holm_graph("ABC"), [0.02] * 3)) == pytest.approx([0.06] * 3)


def test_an_empty_graph_has_no_result():
    assert compute_graphical(make_holm_graph(""), []).tests == ()


@pytest.mark.parametrize(
    ("p_values", "alpha", "message"),
    [
        ([0.1], 0.05, "as many p-values, got 1"),
        ([0.1, 1.2, 0.1], 0.05, "p-values lie"),
        ([0.1, float("nan"), 0.1], 0.05, "p-values lie"),
        ([0.1, 0.1, 0.1], 5.0, "alpha must lie"),
    ],
)
def test_values_outside_their_range_are_refused(p_values, alpha, message):
    with pytest.raises(ValueError, match=message):
        compute_graphical(GATED, p_values, alpha=alpha)
