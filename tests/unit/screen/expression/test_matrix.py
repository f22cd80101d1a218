import numpy as np
import pytest
from scipy import sparse

from tubulus.screen.expression.matrix import build_expression, compute_label_means


def test_means_and_shares_are_those_of_the_cells_of_a_label():
    data = build_expression([[1.0, 0.0], [3.0, 0.0], [0.0, 4.0]], ["KIT", "KITLG"], ["b", "b", "a"])

    means, shares = compute_label_means(data, np.array([1, 0]))

    assert data.labels == ("a", "b")
    assert means.tolist() == [[4.0, 0.0], [0.0, 2.0]]
    assert shares.tolist() == [[1.0, 0.0], [0.0, 1.0]]
    assert data.values.sum() == 8.0


def test_entries_given_twice_are_added_and_stored_zeros_do_not_express():
    matrix = sparse.coo_array(([1.0, 2.0, 0.0], ([0, 0, 1], [0, 0, 0])), shape=(2, 1))

    _, shares = compute_label_means(build_expression(matrix, ["KIT"], ["a", "a"]), np.array([0]))

    assert shares.tolist() == [[0.5]]


@pytest.mark.parametrize(
    ("matrix", "genes", "labels", "message"),
    [
        ([[1.0, 2.0]], ["a"], ["t"], "1 x 2"),
        (np.zeros((0, 1)), ["a"], [], "no cells"),
        ([[1.0, 2.0]], ["a", "a"], ["t"], "twice"),
        ([[1.0]], ["a"], [""], "no label"),
        ([[np.nan]], ["a"], ["t"], "finite"),
        ([[-1.0]], ["a"], ["t"], "0 or greater"),
    ],
)
def test_data_that_do_not_fit_are_refused(matrix, genes, labels, message):
    with pytest.raises(ValueError, match=message):
        build_expression(matrix, genes, labels)
