import numpy as np
import pytest

from tubulus.core.errors import InputError
from tubulus.screen.expression.matrix import build_expression
from tubulus.screen.expression.normalisation import find_normalisation, normalise_genes

CELLS, GENES = 12, 1_200


@pytest.fixture(scope="module")
def counts():
    return np.random.default_rng(3).poisson(0.8, (CELLS, GENES)).astype(float)


def build(matrix):
    matrix = np.atleast_2d(matrix)
    genes = [f"G{i}" for i in range(matrix.shape[1])]
    return build_expression(matrix, genes, ["a"] * matrix.shape[0])


def test_counts_log_values_and_linear_values_are_told_apart(counts):
    linear = counts / counts.sum(axis=1, keepdims=True) * 10_000

    assert find_normalisation(build(counts)) == "counts"
    assert find_normalisation(build(linear)) == "linear"
    assert find_normalisation(build(np.log1p(linear).astype(np.float32))) == "log1p"


def test_all_of_them_come_to_the_same_scale(counts):
    linear = counts / counts.sum(axis=1, keepdims=True) * 10_000
    wanted = np.log1p(linear[:, :3])

    for matrix in (counts, linear, np.log1p(linear)):
        found = normalise_genes(build(matrix), np.arange(3))
        np.testing.assert_allclose(found.values.toarray(), wanted, rtol=1e-12)


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        (np.zeros((3, 2)), "no value above 0"),
        (np.array([[0, 1], [1, 1]]), "nothing but 0 and 1"),
        (np.array([[0.5, 1.5], [0.1, 3.0], [0.2, 0.2]]), "does not show how"),
        (np.array([[0.5, 1.5], [1.5, 0.5]]), "does not show how"),
    ],
)
def test_what_cannot_be_told_is_refused_with_what_to_state(matrix, message):
    with pytest.raises(InputError, match=message):
        find_normalisation(build(matrix))


def test_a_stated_normalisation_is_believed():
    found = normalise_genes(build([[0.5, 1.5], [0.1, 0.0]]), np.arange(2), normalisation="log1p")

    assert found.values.toarray().tolist() == [[0.5, 1.5], [0.1, 0.0]]


def test_a_few_genes_do_not_show_the_depth_of_a_cell():
    found = normalise_genes(build([[2.0, 0.0], [4.0, 1.0]]), np.arange(2))

    np.testing.assert_allclose(found.values.toarray(), np.log1p([[2, 0], [4, 1]]))
    assert "2 genes show no depth" in found.measure


def test_a_cell_without_any_count_stays_zero(counts):
    matrix = counts.copy()
    matrix[0] = 0.0

    assert normalise_genes(build(matrix), np.arange(5)).values.toarray()[0].tolist() == [0.0] * 5
