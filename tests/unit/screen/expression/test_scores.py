import numpy as np
import pytest

from tubulus.screen.expression.matrix import build_expression
from tubulus.screen.expression.scores import score_expression


def make_data():
    matrix = np.array([[2.0, 1.0, 0.0], [2.0, 0.0, 0.0], [0.0, 3.0, 6.0], [0.0, 3.0, 2.0]])
    return build_expression(matrix, ["L", "R1", "R2"], ["a", "a", "b", "b"])


def test_a_score_is_the_mean_of_two_means_over_all_ordered_pairs_of_labels():
    data = make_data()

    table = score_expression(data, [("L", "R1")]).tabulate(data.labels)

    assert table.select("source", "target", "score").rows() == [("a", "a", 1.25), ("a", "b", 2.5)]


def test_a_complex_counts_as_its_lowest_subunit_and_needs_all_of_them():
    data = make_data()

    table = score_expression(data, [("L", ["R1", "R2"])]).tabulate(data.labels)

    assert table.rows() == [("L", "R1+R2", "a", "b", 2.0, 3.0, 2.5)]


def test_a_subunit_that_the_data_lack_makes_the_pair_unknown_and_not_zero():
    scores = score_expression(make_data(), [("L", ["R1", "RX"]), ("L", "R1")])

    assert scores.list_unknown().rows() == [("L", "R1+RX", "RX")]
    assert set(scores.pair.tolist()) == {1}


def test_the_filter_keeps_a_share_exactly_at_the_limit():
    data = make_data()

    at_limit = score_expression(data, [("L", "R1")], min_share=0.5)
    above = score_expression(data, [("L", "R1")], min_share=0.51)

    assert at_limit.score.size == 2
    assert above.score.size == 1


def test_a_mean_of_zero_is_never_tested():
    assert score_expression(make_data(), [("R2", "L")], min_share=0.0).score.size == 1


def test_no_pairs_make_no_tests():
    data = make_data()

    scores = score_expression(data, [])

    assert scores.tabulate(data.labels).height == 0
    assert scores.list_unknown().height == 0


@pytest.mark.parametrize(
    ("pairs", "share", "message"),
    [([("L", "")], 0.1, "no name"), ([("L", [])], 0.1, "no name"), ([], 1.5, "min_share")],
)
def test_settings_that_do_not_fit_are_refused(pairs, share, message):
    with pytest.raises(ValueError, match=message):
        score_expression(make_data(), pairs, min_share=share)
