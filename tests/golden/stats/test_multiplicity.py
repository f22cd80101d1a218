from __future__ import annotations

import pytest
from tests.golden.stats.cases import read_cases, read_column

from tubulus.stats.multiplicity import HypothesisGraph, compute_graphical, compute_hochberg


def read_numbers(text):
    return tuple(float(part) for part in text.split())


@pytest.mark.parametrize(
    "case", read_cases("graphical.csv"), ids=lambda case: f"{case['graph']}-{case['p'][:6]}"
)
def test_the_graphical_procedure_equals_graphical_mcp(case):
    weights = read_numbers(case["weights"])
    rows = tuple(read_numbers(row) for row in case["transitions"].split(";"))
    graph = HypothesisGraph(tuple(f"H{n}" for n in range(len(weights))), weights, rows)
    result = compute_graphical(graph, read_numbers(case["p"]), alpha=0.05)

    expected = [min(value, 1.0) for value in read_numbers(case["adjusted"])]
    assert [test.p_value for test in result.tests] == pytest.approx(expected, rel=1e-9)
    assert result.rejected == tuple(part == "1" for part in case["rejected"].split())


def test_hochberg_equals_p_adjust():
    cases = read_cases("hochberg.csv")
    adjusted = compute_hochberg(read_column(cases, "p"))

    assert [test.p_value for test in adjusted.tests] == pytest.approx(
        read_column(cases, "hochberg"), abs=1e-12
    )
