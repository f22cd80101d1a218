"""Poses of a pair are ranked by all terms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.unit.dock.search.bodies import make_halves

from tubulus.dock.potential.residue_sites import ResidueSites
from tubulus.dock.ranking.rank import rank_poses, score_poses
from tubulus.dock.ranking.terms import TERMS, compute_pose_terms, standardise_terms
from tubulus.dock.ranking.weights import RankingWeights, load_ranking_weights
from tubulus.dock.search.partner import Partner
from tubulus.dock.search.poses import PoseTable
from tubulus.dock.search.rotations import make_rotation_set
from tubulus.dock.settings.docking import ClusterSettings

LOWER, UPPER = make_halves()


def give_sites(body: Partner, seed: int) -> Partner:
    """Make every fifth atom a residue of a kind drawn at random."""
    points = body.positions[::5]
    kinds = np.random.default_rng(seed).integers(0, 20, len(points))
    return replace(body, sites=ResidueSites(points, points + 0.5, kinds))


SITED = give_sites(LOWER, 1), give_sites(UPPER, 2)


def make_table(n: int = 12) -> PoseTable:
    rng = np.random.default_rng(4)
    places = UPPER.centre + rng.normal(size=(n, 3)) * 3.0
    scores = rng.permutation(n).astype(float)
    return PoseTable("lower", "upper", UPPER.centre, make_rotation_set(n), places, scores)


def weigh(**given: float) -> RankingWeights:
    return RankingWeights(np.array([given.get(name, 0.0) for name in TERMS]))


def test_the_weight_of_the_search_alone_keeps_the_order_of_the_search():
    table = make_table()

    ranked = rank_poses(
        table, LOWER, UPPER, ClusterSettings(rescored=True), weights=weigh(grid=1.0)
    )

    order = np.argsort(-table.scores)
    np.testing.assert_array_equal(ranked.poses.rotations, table.rotations[order])


def test_a_pose_out_of_reach_has_no_term_but_that_of_the_search():
    table = make_table(2)
    table.positions[1] += 500.0

    terms = compute_pose_terms(table, *SITED)

    assert terms[1].tolist() == [table.scores[1], *[0.0] * (len(TERMS) - 1)]
    assert (terms[0, [TERMS.index("packing"), TERMS.index("electrostatic")]] != 0.0).all()


def test_bodies_without_residues_are_ranked_by_the_search_and_charges_alone():
    terms = compute_pose_terms(make_table(3), LOWER, UPPER)

    assert (terms[:, [TERMS.index("residue"), TERMS.index("packing")]] == 0.0).all()
    assert (terms[:, TERMS.index("electrostatic")] != 0.0).all()


def test_only_the_asked_poses_are_ranked():
    table = make_table()

    ranked = rank_poses(
        table, LOWER, UPPER, ClusterSettings(ranked=5, rescored=True), weights=weigh(grid=-1.0)
    )

    assert len(ranked.poses) == 5
    np.testing.assert_array_equal(
        ranked.poses.rotations[-1], table.rotations[table.scores.argmax()]
    )


def test_where_told_so_the_score_of_the_search_alone_ranks():
    table = make_table()

    ranked = rank_poses(table, LOWER, UPPER, ClusterSettings(rescored=False))

    assert ranked.poses.scores.tolist() == sorted(table.scores, reverse=True)


def test_ranked_poses_and_clusters_go_from_best_to_worst_and_repeat_to_the_bit():
    table = make_table(30)

    first, again = (
        rank_poses(table, LOWER, UPPER, ClusterSettings(kept=6, rescored=True)) for _ in range(2)
    )

    assert (np.diff(first.poses.scores) <= 0.0).all()
    assert (np.diff(first.best.scores) <= 0.0).all()
    np.testing.assert_array_equal(first.best.scores, again.best.scores)
    np.testing.assert_array_equal(
        first.best.positions, first.poses.positions[first.clusters.centres]
    )


def test_the_order_of_the_table_does_not_matter():
    table = make_table(20)
    turned = table.select(np.arange(20)[::-1])

    given, other = (
        rank_poses(t, LOWER, UPPER, ClusterSettings(rescored=True)) for t in (table, turned)
    )

    np.testing.assert_array_equal(given.best.rotations, other.best.rotations)


def test_an_empty_table_is_refused():
    empty = make_table().select(np.zeros(12, dtype=bool))

    with pytest.raises(ValueError, match="no pose to rank"):
        rank_poses(empty, LOWER, UPPER, ClusterSettings(rescored=True))


def test_one_pose_alone_has_the_score_nought():
    assert score_poses(make_table(1), LOWER, UPPER).tolist() == [0.0]


def test_a_term_that_never_changes_tells_nothing():
    terms = np.column_stack([[1.0, 2.0, 3.0], [5.0, 5.0, 5.0]])

    scaled = standardise_terms(terms)

    assert scaled[:, 1].tolist() == [0.0, 0.0, 0.0]
    np.testing.assert_allclose(scaled[:, 0].std(), 1.0)


def test_shipped_weights_name_every_term_and_reward_the_score_of_the_search():
    weights = load_ranking_weights()

    assert weights.terms.shape == (len(TERMS),)
    assert weights.terms[TERMS.index("grid")] > 0.0


@pytest.mark.parametrize("terms", [np.ones(3), np.full(len(TERMS), np.nan)])
def test_weights_that_do_not_fit_the_terms_are_refused(terms):
    with pytest.raises(ValueError, match="4 finite weights"):
        RankingWeights(terms)
