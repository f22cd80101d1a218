from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tubulus.stats.multiplicity import (
    HypothesisGraph,
    compute_graphical,
    compute_hochberg,
    compute_holm,
    make_fixed_sequence_graph,
    make_gated_graph,
    make_holm_graph,
)
from tubulus.stats.multiverse import compute_joint_test
from tubulus.stats.subgroups import (
    estimate_interaction,
    estimate_risk_interaction,
    shrink_subgroups,
)

P = st.floats(0.0, 1.0)
MAYBE_P = st.one_of(P, st.none())
SEED = st.integers(0, 2**32 - 1)
TABLE = st.tuples(
    st.integers(1, 12), st.integers(1, 12), st.floats(0.0, 1.0), st.floats(0.0, 1.0)
).map(lambda t: (round(t[0] * t[2]), t[0], round(t[1] * t[3]), t[1]))


def get_p(adjusted):
    return [test.p_value for test in adjusted.tests]


def approx(values):
    return pytest.approx(values, rel=1e-9, abs=1e-12)


def draw_graph(seed):
    generator = np.random.default_rng(seed)
    size = int(generator.integers(1, 6))
    weights = generator.dirichlet(np.ones(size)) * generator.uniform(0.5, 1.0)
    rows = generator.random((size, size))
    np.fill_diagonal(rows, 0.0)
    rows /= np.maximum(rows.sum(axis=1, keepdims=True), 1.0)
    names = tuple(f"H{place}" for place in range(size))
    return HypothesisGraph(names, tuple(weights), tuple(map(tuple, rows))), generator


@given(st.lists(MAYBE_P, max_size=7))
def test_holm_is_the_graphical_procedure_with_its_graph(p_values):
    names = [f"H{place}" for place in range(len(p_values))]

    graphical, holm = compute_graphical(make_holm_graph(names), p_values), compute_holm(p_values)

    for one, two in zip(graphical.tests, holm.tests, strict=True):
        assert one.reason == two.reason
        if one.p_value is not None:
            assert one.p_value == approx(two.p_value)


@given(st.lists(P, min_size=1, max_size=6))
def test_a_fixed_sequence_adjusts_by_the_largest_p_value_so_far(p_values):
    graph = make_fixed_sequence_graph([f"H{place}" for place in range(len(p_values))])

    assert get_p(compute_graphical(graph, p_values)) == approx(
        np.maximum.accumulate(p_values).tolist()
    )


@given(st.lists(P, max_size=3), st.lists(P, max_size=5))
def test_gates_are_a_fixed_sequence_before_holm(gates, family):
    names = [f"H{place}" for place in range(len(gates) + len(family))]
    graph = make_gated_graph(names[: len(gates)], names[len(gates) :])
    passed = np.maximum.accumulate([0.0, *gates])
    holm = [max(passed[-1], p) for p in get_p(compute_holm(family))]

    assert get_p(compute_graphical(graph, [*gates, *family])) == approx([*passed[1:], *holm])


@given(SEED)
def test_rejections_need_no_order_and_lie_below_bonferroni(seed):
    graph, generator = draw_graph(seed)
    size = len(graph.names)
    p_values = generator.random(size) ** 3
    order = generator.permutation(size)
    turned = HypothesisGraph(
        tuple(graph.names[place] for place in order),
        tuple(graph.weights[place] for place in order),
        tuple(tuple(graph.transitions[row][column] for column in order) for row in order),
    )
    there = get_p(compute_graphical(graph, p_values.tolist()))
    back = get_p(compute_graphical(turned, p_values[order].tolist()))

    assert back == approx([there[place] for place in order])
    bonferroni = np.minimum(p_values / np.array(graph.weights), 1.0)
    assert (np.array(there) <= bonferroni + 1e-12).all()
    assert (np.array(there) >= p_values - 1e-12).all()


@given(SEED)
def test_a_smaller_p_value_never_raises_an_adjusted_one(seed):
    graph, generator = draw_graph(seed)
    p_values = generator.random(len(graph.names))
    before = get_p(compute_graphical(graph, p_values.tolist()))
    p_values[int(generator.integers(p_values.size))] *= generator.random()
    after = get_p(compute_graphical(graph, p_values.tolist()))

    assert (np.array(after) <= np.array(before) + 1e-12).all()


@given(st.lists(P, max_size=8))
def test_hochberg_is_never_above_holm(p_values):
    hochberg, holm = get_p(compute_hochberg(p_values)), get_p(compute_holm(p_values))

    assert all(one <= two + 1e-12 for one, two in zip(hochberg, holm, strict=True))


@settings(max_examples=20)
@given(SEED)
def test_relabelling_the_arms_negates_an_interaction(seed):
    generator = np.random.default_rng(seed)
    arm, subgroup = np.arange(40) % 2.0, (np.arange(40) // 2) % 3
    outcome, z = generator.normal(size=40), generator.normal(size=(40, 1))
    there = estimate_interaction(outcome, arm, subgroup, z)
    back = estimate_interaction(outcome, 1.0 - arm, subgroup, z)
    reordered = estimate_interaction(outcome, arm, subgroup, z, levels=[2, 0, 1])

    for one, two in zip(there.differences, back.differences, strict=True):
        assert two.difference.estimate == approx(-one.difference.estimate)
        assert two.test.p_value == approx(one.test.p_value)
    assert reordered.test.p_value == approx(there.test.p_value)


@settings(max_examples=10)
@given(TABLE, TABLE)
def test_swapping_subgroups_or_arms_negates_a_difference_of_risk_differences(one, two):
    there = estimate_risk_interaction([one, two])
    swapped = estimate_risk_interaction([two, one])
    mirrored = estimate_risk_interaction([(row[2], row[3], row[0], row[1]) for row in (one, two)])
    difference = there.differences[0]

    for other in (swapped.differences[0], mirrored.differences[0]):
        assert other.estimate == approx(-difference.estimate)
        assert other.low == approx(-difference.high)
    # where two roots of the restricted likelihood's cubic meet, half of the digits are left
    assert swapped.test.p_value == pytest.approx(there.test.p_value, abs=1e-6)
    assert mirrored.test.p_value == pytest.approx(there.test.p_value, abs=1e-6)


@given(SEED, st.floats(0.0, 1.0))
def test_a_shrunken_contrast_lies_between_its_own_and_the_overall_one(seed, tau):
    generator = np.random.default_rng(seed)
    y, s = generator.normal(size=4).tolist(), generator.uniform(0.1, 1.0, 4).tolist()
    result = shrink_subgroups(y, s, tau)

    for own, part in zip(y, result.subgroups, strict=True):
        low, high = sorted((own, result.overall.estimate))
        assert low - 1e-12 <= part.estimate <= high + 1e-12


def test_under_no_effect_the_joint_p_values_are_uniform():
    generator = np.random.default_rng(5)
    draws = generator.normal(size=(400, 20, 6)) + generator.normal(size=(400, 20, 1))
    p_values = np.array(
        [
            compute_joint_test(
                data[0], np.full(6, 0.5), data[1:], np.full((19, 6), 0.5)
            ).median.test.p_value
            for data in draws
        ]
    )

    counts = np.bincount(np.round(p_values * 20).astype(int), minlength=21)[1:]
    chi_square = float(np.sum((counts - 20.0) ** 2 / 20.0))
    # 19 df: the 99.9 % point of chi-square
    assert chi_square < 43.8
