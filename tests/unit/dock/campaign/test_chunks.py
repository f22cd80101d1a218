"""Chunks hold to their size and to the memory of a worker, and cost what their grid costs."""

from tests.unit.dock.campaign.campaigns import COARSE
from tests.unit.dock.search.bodies import make_cloud

from tubulus.dock.campaign.chunks import Task, cut_chunks

MOBILE = [make_cloud(name, 30, 3.0, 2) for name in ("m", "n")]
TASKS = [
    Task(f"{mobile.name}{k}", make_cloud(f"f{k}", 60, 5.0, 3), mobile)
    for mobile in MOBILE
    for k in range(5)
]


def cut(**settings):
    return cut_chunks(TASKS, COARSE.model_copy(update=settings))


def test_rows_of_one_mobile_partner_are_cut_at_the_number_of_pairs():
    chunks = cut(pairs_per_chunk=3)

    assert [(c.mobile.name, len(c.keys)) for c in chunks] == [
        ("m", 3), ("m", 2), ("n", 3), ("n", 2),
    ]  # fmt: skip


def test_rows_are_cut_at_the_memory_of_a_worker():
    search = COARSE.search.model_copy(update={"spacing_angstrom": 0.6})
    roomy, tight = (
        cut(pairs_per_chunk=5, search=search, worker_megabytes=size) for size in (1_000, 236)
    )

    assert max(len(c.keys) for c in roomy) == 5
    assert 1 <= max(len(c.keys) for c in tight) < 5
    assert sorted(k for c in tight for k in c.keys) == sorted(task.key for task in TASKS)


def test_nothing_to_do_makes_no_chunk():
    assert cut_chunks([], COARSE) == ()
