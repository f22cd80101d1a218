from __future__ import annotations

import pytest

from tubulus.stats.multiplicity.graph import (
    HypothesisGraph,
    make_fallback_graph,
    make_fixed_sequence_graph,
    make_gated_graph,
    make_holm_graph,
)

TWO = ((0.0, 1.0), (1.0, 0.0))


def test_a_gate_opens_a_family_tested_by_holm():
    graph = make_gated_graph(["R1"], ["FSH", "T", "inhibin B"])

    assert graph.names == ("R1", "FSH", "T", "inhibin B")
    assert graph.weights == (1.0, 0.0, 0.0, 0.0)
    assert graph.transitions[0] == (0.0, 1 / 3, 1 / 3, 1 / 3)
    assert graph.transitions[1] == (0.0, 0.0, 0.5, 0.5)


def test_a_fixed_sequence_hands_everything_to_the_next():
    graph = make_fixed_sequence_graph(["A", "B", "C"])

    assert graph.weights == (1.0, 0.0, 0.0)
    assert graph.transitions == ((0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (0.0, 0.0, 0.0))


def test_fallback_keeps_own_shares_and_hands_them_on():
    graph = make_fallback_graph(["A", "B"], [0.8, 0.2])

    assert graph.weights == (0.8, 0.2)
    assert graph.transitions == ((0.0, 1.0), (0.0, 0.0))


def test_one_hypothesis_alone_has_the_whole_level():
    assert make_holm_graph(["A"]) == HypothesisGraph(("A",), (1.0,), ((0.0,),))


def test_no_hypothesis_makes_an_empty_graph():
    assert make_gated_graph([], []) == HypothesisGraph((), (), ())


@pytest.mark.parametrize(
    ("names", "weights", "transitions", "message"),
    [
        (("A", "A"), (0.5, 0.5), TWO, "named twice: A"),
        (("A", "B"), (1.0,), TWO, "as many weights, got 1"),
        (("A", "B"), (0.5, 0.5), ((0.0, 1.0),), "2 rows of 2 transitions"),
        (("A", "B"), (1.5, -0.5), TWO, "not so for A, B"),
        (("A", "B"), (0.6, 0.6), TWO, "at most 1, not 1.2"),
        (("A", "B"), (0.5, float("nan")), TWO, "not so for B"),
        (("A", "B"), (0.5, 0.5), ((0.0, 2.0), (1.0, 0.0)), "not so from A"),
        (("A", "B"), (0.5, 0.5), ((0.0, 1.0), (0.0, 1.0)), "B hands a share on to itself"),
        (
            ("A", "B", "C"),
            (0.5, 0.5, 0.0),
            ((0.0, 0.7, 0.7), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
            "transitions from A add up to 1.4",
        ),
    ],
)
def test_a_graph_that_does_not_control_the_level_is_refused(names, weights, transitions, message):
    with pytest.raises(ValueError, match=message):
        HypothesisGraph(names, weights, transitions)


def test_all_problems_of_a_graph_are_named_at_once():
    with pytest.raises(ValueError, match=r"at most 1, not 1.2; A hands a share on to itself"):
        HypothesisGraph(("A", "B"), (0.6, 0.6), ((1.0, 0.0), (1.0, 0.0)))
