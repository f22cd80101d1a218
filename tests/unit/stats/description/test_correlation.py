from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.description.correlation import estimate_pearson, estimate_spearman

X = [1.0, 2.0, 3.0, 4.0, 5.0]
Y = [1.0, 3.0, 2.0, 5.0, 4.0]


def test_ranks_and_values_agree_where_values_are_ranks():
    pearson, spearman = estimate_pearson(X, Y), estimate_spearman(X, Y)

    assert pearson.coefficient.estimate == pytest.approx(0.8)
    assert spearman.coefficient.estimate == pytest.approx(0.8)
    assert spearman.coefficient.low < pearson.coefficient.low


@pytest.mark.parametrize("estimate", [estimate_pearson, estimate_spearman])
@pytest.mark.parametrize(
    ("x", "y", "reason"),
    [
        ([], [], "0 complete pairs"),
        ([1.0], [1.0], "1 complete pairs"),
        ([1.0, np.nan, 3.0], [1.0, 2.0, np.nan], "1 complete pairs"),
        ([0.1, 0.1, 0.1], [1.0, 2.0, 3.0], "constant"),
    ],
)
def test_too_few_pairs_and_constants_are_not_estimable(estimate, x, y, reason):
    result = estimate(x, y)

    assert result.coefficient.state == result.test.state == "not estimable"
    assert reason in result.coefficient.reason


def test_three_pairs_give_a_test_but_no_limits():
    result = estimate_pearson([1.0, 2.0, 3.0], [1.0, 3.0, 2.0])

    assert result.coefficient.estimate == pytest.approx(0.5)
    assert not result.coefficient.has_limits
    assert result.test.state == "estimated"


def test_a_perfect_correlation_has_neither_limits_nor_test():
    result = estimate_pearson(X, [-x for x in X])

    assert result.coefficient.estimate == -1.0
    assert "one line" in result.coefficient.reason
    assert result.test.state == "not estimable"


def test_pairs_without_log_are_counted_apart_from_missing_pairs():
    result = estimate_pearson([0.0, 1.0, 2.0, 4.0, np.nan], [1, -1, 2, 3, 4], log_first=True)

    assert (result.n, result.n_not_positive, result.n_missing) == (3, 1, 1)


def test_either_or_both_variables_may_be_logged():
    logged = estimate_pearson(np.exp(X), Y, log_first=True)
    both = estimate_pearson(np.exp(X), np.exp(Y), log_first=True, log_second=True)

    assert logged.coefficient.estimate == pytest.approx(0.8)
    assert both.coefficient.estimate == pytest.approx(0.8)


def test_ties_get_their_mean_rank():
    result = estimate_spearman([1.0, 1.0, 2.0, 3.0], [1.0, 2.0, 3.0, 4.0])

    # ranks 1.5 1.5 3 4 against 1 2 3 4: 4.5 / sqrt(4.5 * 5)
    assert result.coefficient.estimate == pytest.approx(4.5 / np.sqrt(22.5))
