"""A key changes with all that changes the poses of a pair, and with nothing else."""

from dataclasses import replace

from tests.unit.dock.campaign.campaigns import COARSE

from tubulus.dock.campaign.keys import compute_pair_key, compute_shared_key
from tubulus.dock.potential.contact_potential import load_contact_potential

WEIGHTS = load_contact_potential()


def change(part, **values):
    return COARSE.model_copy(update={part: getattr(COARSE, part).model_copy(update=values)})


def test_settings_that_change_poses_change_the_key():
    changed = [
        change("search", rotations=5),
        change("search", seed=1),
        change("refinement", poses=3),
        change("clusters", kept=4),
    ]

    keys = {compute_shared_key(settings, WEIGHTS) for settings in [COARSE, *changed]}

    assert len(keys) == 5


def test_decoys_chunks_and_memory_do_not():
    changed = [
        change("search", memory_megabytes=77),
        change("decoys", fixed=9),
        COARSE.model_copy(update={"pairs_per_chunk": 9, "worker_megabytes": 3_000}),
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
