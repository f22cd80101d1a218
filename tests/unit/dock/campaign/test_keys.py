"""A key changes with all that changes the poses of a pair, and with nothing else."""

from dataclasses import replace
from importlib import resources

import pytest
from tests.unit.dock.campaign.campaigns import COARSE

from tubulus.core.code_version import _collect
from tubulus.dock.campaign import keys as module
from tubulus.dock.campaign.keys import (
    compute_engine_version,
    compute_pair_key,
    compute_shared_key,
)
from tubulus.dock.potential.contact_potential import load_contact_potential
from tubulus.dock.search.grid.transforms import UnknownBackEndError

WEIGHTS = load_contact_potential()


def change(part, **values):
    return COARSE.model_copy(update={part: getattr(COARSE, part).model_copy(update=values)})


def test_settings_that_change_poses_change_the_key():
    changed = [
        change("search", rotations=5),
        change("search", seed=1),
        change("refinement", poses=3),
        change("refinement", poses=3, steps=5),
        change("clusters", kept=4),
        change("clusters", rescored=False),
        change("search", fourier="pyfftw"),
    ]

    keys = {compute_shared_key(settings, WEIGHTS) for settings in [COARSE, *changed]}

    assert len(keys) == 8


def test_decoys_chunks_and_memory_do_not():
    changed = [
        change("search", memory_megabytes=77),
        change("decoys", fixed=9),
        COARSE.model_copy(update={"pairs_per_chunk": 9, "worker_megabytes": 3_000}),
        change("calibration", least_decoys=3),
    ]

    keys = {compute_shared_key(settings, WEIGHTS) for settings in [COARSE, *changed]}

    assert len(keys) == 1


def test_weights_change_the_key():
    others = [
        replace(WEIGHTS, overlap=WEIGHTS.overlap + 0.1),
        replace(WEIGHTS, energies=WEIGHTS.energies * 2.0),
    ]

    keys = {compute_shared_key(COARSE, weights) for weights in [WEIGHTS, *others]}

    assert len(keys) == 3


def test_swapped_sides_are_another_pair():
    assert compute_pair_key("s", "a", "b") != compute_pair_key("s", "b", "a")


def test_settings_without_effect_do_not():
    refined = change("refinement", poses=3)
    unscored = refined.clusters.model_copy(update={"rescored": False})
    alike = [
        (COARSE, change("search", device="cuda")),  # SciPy has no card
        (COARSE, change("refinement", steps=5)),  # of no pose
        (refined, refined.model_copy(update={"clusters": unscored})),  # ranked by energy
    ]

    for one, other in alike:
        assert compute_shared_key(one, WEIGHTS) == compute_shared_key(other, WEIGHTS)


class Searcher:
    def __init__(self, device):
        self.device = device


def test_with_pytorch_the_device_that_auto_means_counts(monkeypatch):
    automatic = change("search", fourier="torch")
    keys = []
    for device in ("cpu", "cuda"):
        searcher = Searcher(device)
        monkeypatch.setattr(module, "load_batch_searcher", lambda _, s=searcher: s)
        keys.append(compute_shared_key(automatic, WEIGHTS))
        named = change("search", fourier="torch", device=device)
        assert compute_shared_key(named, WEIGHTS) == keys[-1]

    assert keys[0] != keys[1]


def test_a_device_that_is_not_there_is_told_by_the_search_and_not_by_a_key(monkeypatch):
    def refuse(_):
        raise UnknownBackEndError("no card")

    monkeypatch.setattr(module, "load_batch_searcher", refuse)

    keys = {
        compute_shared_key(change("search", fourier="torch", device=device), WEIGHTS)
        for device in ("cpu", "cuda")
    }
    assert len(keys) == 2


@pytest.fixture
def installed(monkeypatch):
    """Say which version of ducc0 is installed, by what is in the returned dictionary."""
    said = {"ducc0": "1", "numba": "1", "numpy": "1", "scipy": "1"}
    monkeypatch.setattr(module, "version", said.__getitem__)
    compute_engine_version.cache_clear()
    yield said
    compute_engine_version.cache_clear()


def test_the_version_of_the_back_end_that_is_named_counts_and_of_no_other(installed):
    named = change("search", fourier="ducc0")
    before = compute_shared_key(named, WEIGHTS), compute_shared_key(COARSE, WEIGHTS)
    installed["ducc0"] = "2"
    compute_engine_version.cache_clear()

    assert compute_shared_key(named, WEIGHTS) != before[0]
    assert compute_shared_key(COARSE, WEIGHTS) == before[1]


def test_a_back_end_that_is_not_installed_has_a_key_all_the_same():
    assert "nothing-of-the-kind-absent" in compute_engine_version("nothing-of-the-kind").split()


def test_shipped_weights_and_structures_count_and_measured_scores_do_not():
    parts = []
    for part in module._PARTS:
        _collect(resources.files("tubulus").joinpath(*part.split("/")), part, parts)
    counted = set(parts[0::2])

    assert {
        "dock/potential/contact_potential.json",
        "dock/potential/residue_potential.json",
        "dock/ranking/ranking_weights.json",
        "dock/structures/structure.py",
    } <= counted
    assert "dock/calibration/measured.json" not in counted


def test_a_step_of_docking_counts_the_measured_scores():
    parts = []
    _collect(resources.files("tubulus") / "dock", "dock", parts)

    assert "dock/calibration/measured.json" in parts[0::2]
