"""A chunk gives each pair what the pair gives alone, and a failed pair stops no other."""

import pickle
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests.unit.dock.campaign.campaigns import COARSE, make_plan, make_prepared, run

from tubulus.core.errors import StudyError
from tubulus.dock.campaign import run as module
from tubulus.dock.campaign.chunks import Chunk
from tubulus.dock.campaign.records import tabulate_outcomes
from tubulus.dock.campaign.run import run_chunk

RNG = np.random.default_rng(0)


@pytest.fixture(scope="module")
def chunk() -> Chunk:
    return next(chunk for chunk in make_plan().chunks if len(chunk.keys) == 2)


def tabulate(*chunks: Chunk) -> pl.DataFrame:
    return tabulate_outcomes(o for chunk in chunks for o in run_chunk(chunk, RNG).outcomes)


def test_a_pair_gives_the_same_bits_alone_and_in_another_process(chunk):
    first, second = chunk.keys

    whole = tabulate(chunk)

    assert whole["scores"].list.len().min() > 0
    assert tabulate(chunk.without([second]), chunk.without([first])).equals(whole)
    assert tabulate(pickle.loads(pickle.dumps(chunk))).equals(whole)


def test_poses_are_the_best_of_their_clusters_best_first(chunk):
    for outcome in run_chunk(chunk, RNG).outcomes:
        assert np.all(np.diff(outcome.scores) <= 0.0)
        assert outcome.cluster_sizes.sum() <= outcome.n_poses
        assert len(outcome.scores) == outcome.n_clusters <= COARSE.clusters.kept
        assert 0.0 < outcome.fixed_profile.max() <= 1.0


def test_refined_poses_are_as_many_as_asked_and_scored_anew(chunk):
    refined = COARSE.refinement.model_copy(update={"poses": 8, "steps": 2})
    other = replace(chunk, settings=COARSE.model_copy(update={"refinement": refined}))

    for plain, fine in zip(
        run_chunk(chunk, RNG).outcomes, run_chunk(other, RNG).outcomes, strict=True
    ):
        assert fine.n_poses == 8
        assert fine.pair_score == fine.scores[0] != plain.pair_score


def test_the_score_of_a_pair_is_that_of_its_first_pose_however_poses_are_ranked(chunk):
    plain = COARSE.clusters.model_copy(update={"rescored": False})
    other = replace(chunk, settings=COARSE.model_copy(update={"clusters": plain}))

    for ranked, searched in zip(
        run_chunk(chunk, RNG).outcomes, run_chunk(other, RNG).outcomes, strict=True
    ):
        assert ranked.pair_score == ranked.scores[0] == ranked.scores.max()
        assert searched.pair_score == searched.scores[0] != ranked.pair_score


def test_a_pair_that_fails_is_an_outcome_and_the_rest_is_done(chunk, monkeypatch):
    bad, dock = chunk.fixed[0].name, module.dock_row

    def fail(mobile, fixed, *args, **more):
        if bad in [partner.name for partner in fixed]:
            raise ValueError("the grid is too small")
        return dock(mobile, fixed, *args, **more)

    whole = run_chunk(chunk, RNG)
    monkeypatch.setattr(module, "dock_row", fail)
    failed, fine = run_chunk(chunk, RNG).outcomes

    assert (failed.state, failed.reason) == ("failed", "the grid is too small")
    assert fine.state == "docked"
    np.testing.assert_array_equal(fine.scores, whole.outcomes[1].scores)


def test_a_back_end_that_is_not_there_stops_the_campaign(chunk, monkeypatch):
    def refuse(*_, **__):
        raise StudyError("not installed")

    monkeypatch.setattr(module, "dock_row", refuse)

    with pytest.raises(StudyError):
        run_chunk(chunk, RNG)


class OutOfMemoryError(RuntimeError):
    """As PyTorch names that of a card."""


def list_memory_errors():
    return [MemoryError("none left"), OutOfMemoryError("CUDA out of memory")]


@pytest.mark.parametrize("lack", list_memory_errors(), ids=["machine", "card"])
def test_a_row_that_memory_is_too_little_for_is_docked_pair_by_pair(chunk, monkeypatch, lack):
    dock = module.dock_row

    def fail(mobile, fixed, *args, **more):
        if len(fixed) > 1:
            raise lack
        return dock(mobile, fixed, *args, **more)

    whole = tabulate(chunk)
    monkeypatch.setattr(module, "dock_row", fail)

    assert tabulate(chunk).equals(whole)


@pytest.mark.parametrize("lack", list_memory_errors(), ids=["machine", "card"])
def test_memory_that_ran_out_is_no_outcome_of_a_pair(chunk, monkeypatch, lack):
    def fail(*_, **__):
        raise lack

    monkeypatch.setattr(module, "dock_row", fail)

    with pytest.raises(module.OutOfMemoryError, match="run again with fewer workers") as told:
        run_chunk(chunk, RNG)
    assert isinstance(pickle.loads(pickle.dumps(told.value)), StudyError)


def test_memory_that_ran_out_after_the_search_is_none_either(chunk, monkeypatch):
    def fail(*_, **__):
        raise MemoryError

    monkeypatch.setattr(module, "rank_poses", fail)

    with pytest.raises(module.OutOfMemoryError):
        run_chunk(chunk, RNG)


def test_a_defect_is_no_outcome_and_shows_itself(chunk, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("a defect")

    monkeypatch.setattr(module, "dock_row", fail)

    with pytest.raises(RuntimeError, match="a defect"):
        run_chunk(chunk, RNG)


def test_a_pair_without_a_box_fails_with_its_reason():
    made = make_prepared("long", 40)
    far = np.where(np.arange(40)[:, None] == 39, [1_400.0, 0.0, 0.0], made.structure.positions)
    stretched = made.structure.with_positions(far)
    long = replace(made, structure=stretched)
    plan = make_plan([("F0", "M0"), ("long", "M0")], [make_prepared("F0", 40), long])

    outcomes = {o.key: o for result in run(plan) for o in result.outcomes}
    states = {(p.fixed, p.mobile): outcomes[p.key] for p in plan.pairs}

    assert states["F0", "M0"].state == "docked"
    assert "long needs a box" in states["long", "M0"].reason
