import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from tubulus.screen.expression.label_summary import (
    compute_share_limit,
    compute_tau,
    summarise_labels,
)
from tubulus.screen.expression.matrix import build_expression, compute_label_means


def test_cells_shares_means_and_tau_stand_by_gene_and_label():
    data = build_expression([[3, 0], [0, 2], [1, 5], [0, 0]], ["KIT", "RET"], ["b", "a", "b", "b"])

    summary = summarise_labels(data, ["RET", "GFRA1", "RET"])

    rows = summary.frame.select("gene", "label", "n_cells", "n_expressing").rows()
    assert rows == [("RET", "a", 1, 1), ("RET", "b", 3, 1)]
    mean_a, mean_b = np.log1p(2), np.log1p(5) / 3
    assert summary.frame["mean"].to_list() == pytest.approx([mean_a, mean_b])
    assert summary.frame["tau"].to_list() == pytest.approx([1 - mean_b / mean_a] * 2)
    assert summary.missing == ("GFRA1",)
    assert summary.normalisation == "counts"


def test_a_matrix_of_one_label_has_no_tau():
    data = build_expression([[3.0], [0.0]], ["KIT"], ["a", "a"])

    assert summarise_labels(data).frame["tau"].to_list() == [None]


def test_the_matrix_itself_is_not_changed():
    data = build_expression([[3.0, 2.0], [0.0, 7.0]], ["KIT", "RET"], ["a", "b"])
    summarise_labels(data)

    assert data.values.toarray().tolist() == [[3.0, 2.0], [0.0, 7.0]]


def test_means_and_shares_equal_those_of_the_scores():
    rng = np.random.default_rng(5)
    data = build_expression(rng.poisson(0.5, (40, 6)), list("ABCDEF"), list("xyzw") * 10)

    frame = summarise_labels(data, normalisation="log1p").frame
    means, shares = compute_label_means(data, np.arange(6))

    np.testing.assert_allclose(frame["mean"].to_numpy(), means.ravel())
    np.testing.assert_allclose(frame["share"].to_numpy(), shares.ravel())


def test_the_limit_is_that_of_clopper_and_pearson():
    hits, cells = np.array([0, 3, 10]), np.array([29, 50, 10])
    expected = [1 - 0.05 ** (1 / 29), beta.ppf(0.95, 4, 47), 1.0]

    np.testing.assert_allclose(compute_share_limit(hits, cells), expected)


@given(st.integers(0, 60), st.integers(1, 60))
def test_the_limit_is_never_below_the_share(hits, more):
    cells = hits + more
    limit = compute_share_limit(np.array([hits]), np.array([cells]))[0]

    assert hits / cells < limit <= 1.0


@pytest.mark.parametrize(
    ("values", "tau"),
    [([1, 1, 1], 0.0), ([0, 0, 4], 1.0), ([8, 4, 0], 0.75), ([0, 0, 0], np.nan), ([2], np.nan),
     ([1, np.nan, 0], np.nan)],
)  # fmt: skip
def test_tau_is_zero_everywhere_and_one_in_one_place(values, tau):
    assert compute_tau(np.array([values], dtype=float)).tolist() == pytest.approx(
        [tau], nan_ok=True
    )


def test_no_genes_have_no_tau():
    assert compute_tau(np.zeros((0, 3))).size == 0
