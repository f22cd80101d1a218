import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

from tubulus.core.progress import SilentProgress
from tubulus.runs.executors import (
    Checkpoints,
    ClusterExecutor,
    ProcessExecutor,
    SerialExecutor,
    WorkerError,
    choose_executor,
    run_chunks,
)
from tubulus.runs.executors.cluster import ClusterError, read_worker_versions
from tubulus.runs.executors.processes import THREAD_VARIABLES, pin_threads


@dataclass(frozen=True)
class Piece:
    id: str
    number: int


PIECES = tuple(Piece(f"piece-{i}", i) for i in range(5))


class Counter(SilentProgress):
    """Progress that counts."""

    def __init__(self):
        self.units = 0

    def advance(self, units=1):
        self.units += units


def square(piece):
    return {"square": piece.number**2}


def fail_on_three(piece):
    if piece.number == 3:
        raise ValueError("three")
    return square(piece)


def read_threads(piece):
    return {name: os.environ.get(name) for name in THREAD_VARIABLES}


@pytest.mark.parametrize("executor", [SerialExecutor(), ProcessExecutor(2)], ids=["one", "two"])
def test_every_piece_comes_once_with_its_result(executor):
    found = dict(executor.run(square, PIECES))

    assert found == {i: {"square": i**2} for i in range(5)}


def test_an_error_of_a_piece_reaches_whoever_asked():
    with pytest.raises(ValueError, match="three"):
        list(ProcessExecutor(2).run(fail_on_three, PIECES))


def test_no_piece_is_no_work():
    assert list(SerialExecutor().run(square, ())) == []


def test_workers_use_one_thread_each_and_the_environment_comes_back(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    with pin_threads():
        inside = read_threads(None)

    assert set(inside.values()) == {"1"}
    assert os.environ["OMP_NUM_THREADS"] == "7"
    assert "MKL_NUM_THREADS" not in os.environ


def test_the_executor_follows_from_workers_and_address():
    assert isinstance(choose_executor(1), SerialExecutor)
    assert isinstance(choose_executor(3), ProcessExecutor)
    assert isinstance(choose_executor(3, "tcp://127.0.0.1:1"), ClusterExecutor)


def test_a_cluster_without_its_package_says_what_to_install(monkeypatch):
    def refuse(name):
        raise ImportError(name)

    monkeypatch.setattr("importlib.import_module", refuse)

    with pytest.raises(ClusterError, match=r"tubulus\[cluster\]"):
        list(ClusterExecutor("tcp://127.0.0.1:1").run(square, PIECES))


def test_finished_chunks_are_kept_and_not_repeated(tmp_path):
    checkpoints, progress = Checkpoints(tmp_path / "chunks", "key"), Counter()
    with pytest.raises(ValueError, match="three"):
        run_chunks(
            fail_on_three, PIECES, SerialExecutor(), checkpoints=checkpoints, progress=progress
        )
    run_again = []

    def note(piece):
        run_again.append(piece.id)
        return square(piece)

    found = run_chunks(note, PIECES, SerialExecutor(), checkpoints=checkpoints, progress=Counter())

    assert progress.units == 3
    assert run_again == ["piece-3", "piece-4"]
    assert found == {f"piece-{i}": {"square": i**2} for i in range(5)}


def test_chunks_of_other_work_and_torn_files_are_not_used(tmp_path):
    Checkpoints(tmp_path, "old").keep("piece-0", {"square": 99})
    checkpoints = Checkpoints(tmp_path, "key")
    checkpoints.keep("piece-1", {"square": 1})
    (checkpoints.folder / "torn.json").write_text('{"key": "key", "chu', encoding="utf-8")
    other = {"key": "old", "chunk": "piece-0", "result": {}}
    (checkpoints.folder / "moved.json").write_text(json.dumps(other), encoding="utf-8")

    for name, half in enumerate(({"key": "key"}, {"key": "key", "chunk": "piece-0"}, [], 1)):
        (checkpoints.folder / f"half-{name}.json").write_text(json.dumps(half), encoding="utf-8")

    assert checkpoints.read() == {"piece-1": {"square": 1}}


def test_chunks_of_other_work_can_be_cleared(tmp_path):
    for key in ("old", "older", "key"):
        Checkpoints(tmp_path / "chunks", key).keep("piece-0", {"square": 0})
    checkpoints = Checkpoints(tmp_path / "chunks", "key")
    checkpoints.clear_others()

    assert [path.name for path in (tmp_path / "chunks").iterdir()] == ["key"]


def test_cleared_chunks_leave_no_folder(tmp_path):
    checkpoints = Checkpoints(tmp_path / "chunks", "key")
    checkpoints.keep("piece-1", {"square": 1})
    checkpoints.clear()
    checkpoints.clear()

    assert list(tmp_path.iterdir()) == []


def end_on_three(piece):
    if piece.number == 3:
        time.sleep(0.2)
        os.kill(os.getpid(), signal.SIGKILL)
    return square(piece)


def test_a_lost_worker_is_told_with_what_is_kept_and_what_to_do(tmp_path):
    checkpoints, progress = Checkpoints(tmp_path / "chunks", "key"), Counter()

    with pytest.raises(WorkerError, match="run again, perhaps with fewer workers") as caught:
        run_chunks(
            end_on_three, PIECES, ProcessExecutor(1), checkpoints=checkpoints, progress=progress
        )

    kept = len(checkpoints.read())
    assert f"{kept} finished chunks are kept" in str(caught.value)
    assert kept == progress.units


PROGRAM = """
import multiprocessing, os, threading, time
from tubulus.runs.executors.processes import ProcessExecutor

if __name__ == "__main__":
    results = ProcessExecutor(2).run(time.sleep, {pieces})
    try:
        {before}
        print(*(child.pid for child in multiprocessing.active_children()), flush=True)
        list(results)
    except KeyboardInterrupt:
        print("interrupted", flush=True)
else:
    time.sleep({loading})  # as long as modules take to load
"""


def start(tmp_path, **parts):
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.format(**parts), encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, str(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    # in a container without an init, what ended and has no parent stays as a zombie
    return not (status.exists() and ") Z " in status.read_text("utf-8"))


def test_workers_end_with_a_parent_that_was_killed(tmp_path):
    process = start(tmp_path, pieces=[0, 60, 60], before="next(results)", loading=0)
    with process:
        workers = [int(pid) for pid in process.stdout.readline().split()]
        process.kill()
    for _ in range(250):
        if not any(map(is_running, workers)):
            break
        time.sleep(0.02)

    assert len(workers) == 2
    assert not any(map(is_running, workers))


def test_ctrl_c_while_workers_load_their_modules_prints_nothing_of_theirs(tmp_path):
    before = "threading.Timer(0.3, os.killpg, (0, 2)).start()"
    process = start(tmp_path, pieces=[0] * 4, before=before, loading=0.6)
    out, err = process.communicate(timeout=30)

    assert err == ""
    assert out.splitlines()[-1] == "interrupted"


class FakeClient:
    """A client of two workers that run pieces here."""

    loop = None

    def __init__(self, change=None, failure=None):
        self.change, self.failure, self.is_open = change or {}, failure, True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.is_open = False

    def nthreads(self):
        return {"tcp://a": 1, "tcp://b": 1}

    def run(self, function):
        return {"tcp://a": function(), "tcp://b": {**function(), **self.change}}

    def submit(self, function, piece, *, pure):
        def give():
            if self.failure is not None and piece.number == 3:
                raise self.failure
            return function(piece)

        return SimpleNamespace(key=piece.id, result=give, release=lambda: None)


class Finished(list):
    """Futures that are all done."""

    def __init__(self, futures, loop):
        super().__init__(futures)

    add = list.append


@pytest.fixture
def cluster(monkeypatch):
    """Return a function that puts a fake cluster in place of the package distributed."""
    distributed = pytest.importorskip("distributed")

    def make(**of_client):
        client = FakeClient(**of_client)
        fake = SimpleNamespace(
            Client=lambda *_, **__: client,
            as_completed=Finished,
            KilledWorker=distributed.KilledWorker,
            CancelledError=distributed.CancelledError,
            comm=distributed.comm,
        )
        monkeypatch.setitem(sys.modules, "distributed", fake)
        return client

    return make


def test_a_cluster_of_the_same_versions_gives_every_piece_once(cluster):
    client = cluster()

    found = dict(ClusterExecutor("tcp://1").run(square, PIECES))

    assert found == {i: {"square": i**2} for i in range(5)}
    assert not client.is_open


@pytest.mark.parametrize("name", ["numpy", "code of tubulus"])
def test_workers_of_other_versions_are_refused_by_name(cluster, name):
    client = cluster(change={name: "0.0"})
    here = read_worker_versions()[name]

    with pytest.raises(ClusterError) as caught:
        list(ClusterExecutor("tcp://1").run(square, PIECES))

    assert f"tcp://b has {name} 0.0 (here {here}); install on each worker" in str(caught.value)
    assert "tcp://a" not in str(caught.value)
    assert not client.is_open


@pytest.mark.parametrize("kind", ["KilledWorker", "CancelledError", "CommClosedError"])
def test_a_lost_cluster_says_that_finished_chunks_are_kept(cluster, kind):
    distributed = pytest.importorskip("distributed")
    error = getattr(distributed, kind, distributed.comm.CommClosedError)
    failure = error("x", 1, 1) if kind == "KilledWorker" else error("x")
    cluster(failure=failure)

    with pytest.raises(ClusterError, match=f"{kind}.*finished chunks are kept.*run again"):
        list(ClusterExecutor("tcp://1").run(square, PIECES))


def test_an_error_of_a_piece_on_a_cluster_stays_what_it_is(cluster):
    cluster(failure=ValueError("three"))

    with pytest.raises(ValueError, match="three"):
        list(ClusterExecutor("tcp://1").run(square, PIECES))
