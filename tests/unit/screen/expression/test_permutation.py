import numpy as np
import pytest
from tests.support.cells import GENES, draw_cells

from tubulus.screen.expression import permutation
from tubulus.screen.expression.matrix import build_expression
from tubulus.screen.expression.permutation import simulate_label_null
from tubulus.screen.expression.scores import score_expression

PAIRS = [("g0", "g1"), ("g2", ["g3", "g4"]), (["g5", "g0"], ["g6", "g7"]), ("g1", "g1")]


def count_by_hand(data, scores, seed, permutations, rule):
    """Permute cell by cell in double precision; ties by exact sums of integers."""
    rng = np.random.default_rng(seed)
    matrix = data.values.toarray()
    hits = np.zeros(scores.score.size, dtype=int)
    for _ in range(permutations):
        dealt = np.empty_like(data.codes)
        dealt[rng.permutation(data.codes.size)] = data.codes
        means = np.array([matrix[dealt == k].mean(axis=0) for k in range(len(data.labels))])
        for i, pair in enumerate(scores.pair):
            ligand, receptor = (list(part) for part in scores.pairs[pair])
            if rule == "lowest_subunit":
                names = [data.genes[c] for c in scores.genes]
                ligand, receptor = [names[scores.ligand[i]]], [names[scores.receptor[i]]]
            value = sum(
                min(means[label, GENES.index(gene)] for gene in part)
                for part, label in ((ligand, scores.source[i]), (receptor, scores.target[i]))
            )
            hits[i] += value / 2 >= scores.score[i] - 1e-9
    return hits


@pytest.mark.parametrize("rule", ["minimum", "lowest_subunit"])
@pytest.mark.parametrize("integer", [False, True])
def test_hits_equal_those_of_permuting_cell_by_cell_also_with_ties(rule, integer):
    data = draw_cells(2, integer=integer)
    scores = score_expression(data, PAIRS)

    null = simulate_label_null(
        data, scores, np.random.default_rng(7), permutations=60, complexes=rule
    )

    assert scores.score.size == 36
    assert null.hits.tolist() == count_by_hand(data, scores, 7, 60, rule).tolist()


def test_p_counts_the_data_as_one_permutation_and_the_share_does_not():
    data = draw_cells(3)
    scores = score_expression(data, PAIRS)

    null = simulate_label_null(data, scores, np.random.default_rng(0), permutations=19)

    assert null.smallest_p == 0.05
    assert np.array_equal(null.p, (1 + null.hits) / 20)
    assert np.array_equal(null.hit_share, null.hits / 19)


def test_small_batches_give_the_same_hits(monkeypatch):
    data = draw_cells(4)
    scores = score_expression(data, PAIRS)
    at_once = simulate_label_null(data, scores, np.random.default_rng(5), permutations=50)
    monkeypatch.setattr(permutation, "_CUBE_BYTES", 1_000)
    monkeypatch.setattr(permutation, "_COLUMNS", 7)
    monkeypatch.setattr(permutation, "_TESTS_PER_STEP", 5)

    in_batches = simulate_label_null(data, scores, np.random.default_rng(5), permutations=50)

    assert np.array_equal(at_once.hits, in_batches.hits)


def test_one_label_is_always_reached():
    data = draw_cells(5, labels=1)
    scores = score_expression(data, PAIRS)

    null = simulate_label_null(data, scores, np.random.default_rng(0), permutations=30)

    assert (null.p == 1.0).all()


def test_a_gene_of_one_label_alone_has_the_smallest_p():
    matrix = np.zeros((60, 2))
    matrix[:20] = 1.0
    data = build_expression(matrix, ["L", "R"], ["a"] * 20 + ["b"] * 40)

    null = simulate_label_null(
        data, score_expression(data, [("L", "R")]), np.random.default_rng(1), permutations=99
    )

    assert null.p.tolist() == [0.01]


def test_labels_without_meaning_give_uniform_p():
    p = []
    for seed in range(60):
        data = draw_cells(100 + seed, cells=40, labels=2)
        scores = score_expression(data, [("g0", "g1")], min_share=0.0)
        null = simulate_label_null(data, scores, np.random.default_rng(seed), permutations=39)
        p.append(null.p[1])

    # five standard errors of the mean of 60 uniform numbers
    assert np.mean(p) == pytest.approx(0.51, abs=5 * 0.29 / np.sqrt(60))


def test_nothing_to_test_gives_nothing():
    data = draw_cells(6)

    null = simulate_label_null(data, score_expression(data, []), np.random.default_rng(0))

    assert null.p.size == 0


def test_no_permutations_are_refused():
    data = draw_cells(7)

    with pytest.raises(ValueError, match="permutations"):
        simulate_label_null(
            data, score_expression(data, PAIRS), np.random.default_rng(0), permutations=0
        )
