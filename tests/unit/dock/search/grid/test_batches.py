"""Batches of rotations on PyTorch find what the search finds one rotation at a time."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest
from tests.unit.dock.search.bodies import make_body, make_cloud, make_mixed_potential

from tubulus.dock.search.grid.batch_fields import spread_quadratic
from tubulus.dock.search.grid.batches import load_batch_searcher
from tubulus.dock.search.grid.boxes import Box
from tubulus.dock.search.grid.load_searcher import load_searcher
from tubulus.dock.search.grid.searchers import OneByOneSearcher, PeakRule
from tubulus.dock.search.grid.spectra import compute_fixed_spectra, plan_mobile_spectra
from tubulus.dock.search.grid.splats import splat_coarse
from tubulus.dock.search.grid.transforms import UnknownBackEndError, load_back_end
from tubulus.dock.search.rotations import compute_rotation_matrices, make_rotation_set
from tubulus.dock.search.rows import dock_row
from tubulus.dock.search.settings import SearchSettings

has_torch = importlib.util.find_spec("torch") is not None
needs_torch = pytest.mark.skipif(not has_torch, reason="PyTorch is not installed")
BOX = Box((40, 36, 30), 1.2)
ROW = [make_cloud("a", 90, 5.0, 3), make_cloud("b", 80, 5.0, 4)]


@needs_torch
@pytest.mark.parametrize("share", [1.0, 0.3])
def test_batches_give_the_poses_and_scores_of_one_rotation_at_a_time(share):
    few = SearchSettings(rotations=40, poses=100, contact_channels=4, fine_share=share)
    mobile, potential = make_cloud("m", 30, 3.0, 2), make_mixed_potential(4)

    one = dock_row(mobile, ROW, few, potential=potential)
    batches = few.model_copy(update={"fourier": "torch", "device": "cpu"})
    many = dock_row(mobile, ROW, batches, potential=potential)

    for first, second in zip(one, many, strict=True):
        assert len(first) == len(second)
        np.testing.assert_allclose(second.scores, first.scores, rtol=1e-4)
        assert _list_poses(first) == _list_poses(second)


@needs_torch
def test_the_size_of_a_batch_changes_nothing():
    searcher = load_batch_searcher("cpu")
    small, large = (
        type(searcher)(searcher.torch, searcher.device, batch=batch) for batch in (3, 32)
    )
    task = _make_task(11)

    for searched in zip(small.find(*task), large.find(*task), strict=True):
        np.testing.assert_allclose(*searched, rtol=1e-5)


@needs_torch
def test_both_searchers_rank_rotations_alike():
    plan, spectra, matrices, _, _ = _make_task(20)
    one = OneByOneSearcher(load_back_end("scipy")).rank(plan, spectra, matrices)

    many = load_searcher("torch", "cpu")[1].rank(plan, spectra, matrices)

    np.testing.assert_allclose(many, one, rtol=1e-4)


@needs_torch
def test_a_card_that_is_not_there_is_refused():
    torch = pytest.importorskip("torch")
    if torch.cuda.is_available():
        pytest.skip("there is a card")
    with pytest.raises(UnknownBackEndError, match="no graphics card"):
        load_searcher("torch", "cuda")


@pytest.mark.skipif(has_torch, reason="PyTorch is installed")
def test_without_pytorch_the_message_says_what_to_install():
    with pytest.raises(UnknownBackEndError, match=r"tubulus\[gpu\]"):
        load_searcher("torch")


def _make_task(n: int):
    potential = make_mixed_potential(4)
    scipy = load_back_end("scipy")
    plan = plan_mobile_spectra(make_cloud("m", 30, 3.0, 2), BOX, potential, 4)
    spectra = [compute_fixed_spectra(p, BOX, potential, 4, scipy) for p in ROW]
    matrices = compute_rotation_matrices(make_rotation_set(n))
    wanted = np.ones((len(ROW), n), dtype=bool)
    wanted[0, ::2] = False
    return plan, spectra, matrices, wanted, PeakRule(2, 2)


def _list_poses(table) -> set[tuple[float, ...]]:
    columns = np.column_stack([table.rotations, table.positions])
    return {tuple(row) for row in columns.round(6).tolist()}


@needs_torch
@pytest.mark.parametrize("spacing", [0.6, 1.2, 3.0])
def test_a_batch_spreads_atoms_within_the_corner_as_one_rotation_does(spacing):
    torch = pytest.importorskip("torch")
    mobile = make_body("m", np.zeros((1, 3)))
    plan = plan_mobile_spectra(mobile, Box((40, 36, 30), spacing), make_mixed_potential(2), 2)
    points = torch.as_tensor((plan.offsets + plan.room)[None] / plan.coarse_spacing)

    grid = spread_quadratic(torch, points, torch.ones((1, 1)), plan.coarse_corner)[0].numpy()

    one = np.zeros_like(grid)
    splat_coarse(points[0].numpy(), np.ones((1, 1)), one)
    np.testing.assert_allclose(grid, one, atol=1e-6)
