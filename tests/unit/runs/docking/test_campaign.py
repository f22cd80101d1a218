"""Open chunks are run and recorded; what has a record is not run again."""

import subprocess
import sys

import polars as pl
import pytest
from tests.unit.dock.campaign.campaigns import COARSE, make_plan

from tubulus.core.progress import SilentProgress
from tubulus.dock.campaign.outcomes import make_failure
from tubulus.dock.campaign.records import tabulate_outcomes
from tubulus.dock.campaign.results import merge_results
from tubulus.runs.docking import campaign as module
from tubulus.runs.docking.campaign import dock_campaign
from tubulus.runs.docking.records import DockRecords
from tubulus.runs.executors import SerialExecutor, WorkerError


class Meter(SilentProgress):
    """Progress that counts its units and keeps its last note."""

    def __init__(self):
        self.units, self.total, self.note = 0, None, ""

    def start(self, step, total=None):
        self.total = total

    def advance(self, units=1):
        assert units >= 0
        self.units += units

    def finish(self, note=""):
        self.note = note


class Interrupted(SerialExecutor):
    """Runs some pieces and is then interrupted."""

    def __init__(self, pieces, error=KeyboardInterrupt):
        self.pieces, self.error = pieces, error

    def run(self, function, pieces):
        for position, piece in enumerate(pieces):
            if position == self.pieces:
                raise self.error
            yield position, function(piece)


@pytest.fixture(scope="module")
def plan():
    return make_plan()


@pytest.fixture
def records(tmp_path):
    return DockRecords(tmp_path)


def dock(plan, records, executor=None, progress=None, **options):
    return dock_campaign(
        plan,
        executor or SerialExecutor(),
        records=records,
        progress=progress or Meter(),
        **options,
    )


@pytest.fixture
def run_keys(monkeypatch):
    """Return a list that receives the keys of every pair that is docked."""
    found, run = [], module.run_chunk

    def note(chunk, rng):
        found.extend(chunk.keys)
        return run(chunk, rng)

    monkeypatch.setattr(module, "run_chunk", note)
    return found


def test_an_interruption_loses_no_finished_chunk_and_none_is_run_twice(plan, records, run_keys):
    with pytest.raises(KeyboardInterrupt):
        dock(plan, records, Interrupted(2))
    progress = Meter()

    results = dock(plan, records, progress=progress)

    assert sorted(run_keys) == sorted(plan.open_keys)
    assert progress.units == progress.total == len(plan.open_keys)
    kept = sum(len(chunk.keys) for chunk in plan.chunks[:2])
    assert progress.note == f"{len(plan.open_keys)} pairs, {kept} of them from records"
    merged = merge_results(plan, results)
    alone = merge_results(plan, dock(plan, DockRecords(records.folder / "other")))
    assert merged.poses.equals(alone.poses)
    assert merged.pair_docking.equals(alone.pair_docking)


def test_a_lost_worker_is_told_with_the_chunks_that_are_kept(plan, records):
    with pytest.raises(WorkerError, match="1 finished chunks are kept"):
        dock(plan, records, Interrupted(1, WorkerError()))


def test_progress_counts_the_pairs_of_finished_chunks(plan, records):
    progress = Meter()
    with pytest.raises(KeyboardInterrupt):
        dock(plan, records, Interrupted(1), progress)

    assert progress.units == len(plan.chunks[0].keys)
    assert progress.total == len(plan.open_keys)


def test_a_plan_without_pairs_is_done_at_once(records):
    progress = Meter()

    (result,) = dock(make_plan([]), records, progress=progress)

    assert result.outcomes == ()
    assert progress.units == progress.total == 0


def test_failed_pairs_are_kept_and_docked_again_when_asked(plan, records, run_keys):
    failed, *others = plan.open_keys
    records.keep([make_failure(failed, "no luck")])

    states = {o.key: o.state for r in dock(plan, records) for o in r.outcomes}
    assert states[failed] == "failed"
    assert sorted(run_keys) == sorted(others)

    states = {o.key: o.state for r in dock(plan, records, retry_failed=True) for o in r.outcomes}
    assert set(states.values()) == {"docked"}
    assert {o.state for o in records.read(plan.open_keys).values()} == {"docked"}


def test_pairs_that_no_worker_holds_are_told_and_not_recorded(records):
    fine = COARSE.search.model_copy(update={"spacing_angstrom": 0.6})
    tight = make_plan(search=fine, worker_megabytes=201)
    told = {o.reason for result in dock(tight, records) for o in result.outcomes}

    assert all("worker_megabytes = 201 is too little" in reason for reason in told)
    assert list(records.folder.glob("*.parquet")) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.unit.dock.campaign.campaigns import make_plan
from tubulus.runs.docking.campaign import dock_campaign
from tubulus.runs.docking.records import DockRecords
from tubulus.core.progress import SilentProgress
from tubulus.runs.executors.serial import SerialExecutor

class Killer(SilentProgress):
    calls = 0
    def advance(self, units=1):
        self.calls += 1
        if self.calls == 3:
            os.kill(os.getpid(), signal.SIGKILL)

dock_campaign(make_plan(), SerialExecutor(), records=DockRecords(Path(sys.argv[1])),
              progress=Killer())
"""


def test_a_campaign_that_was_killed_goes_on_from_its_records(plan, records, run_keys, repository):
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(records.folder)], cwd=repository, check=False
    )
    kept = records.read(plan.open_keys)
    results = dock(plan, records)

    assert done.returncode == -9
    assert len(kept) == sum(len(chunk.keys) for chunk in plan.chunks[:2])
    assert sorted(run_keys) == sorted(set(plan.open_keys) - set(kept))
    tables = [
        tabulate_outcomes(sorted((o for r in found for o in r.outcomes), key=lambda o: o.key))
        for found in (results, dock(plan, DockRecords(records.folder / "alone")))
    ]
    assert isinstance(tables[0], pl.DataFrame)
    assert tables[0].equals(tables[1])
