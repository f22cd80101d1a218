import json
import os
from dataclasses import dataclass

import pytest

from tubulus.core.progress import SilentProgress
from tubulus.runs.executors import (
    Checkpoints,
    ClusterExecutor,
    ProcessExecutor,
    SerialExecutor,
    choose_executor,
    run_chunks,
)
from tubulus.runs.executors.cluster import ClusterError
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

    assert checkpoints.read() == {"piece-1": {"square": 1}}


def test_cleared_chunks_leave_no_folder(tmp_path):
    checkpoints = Checkpoints(tmp_path / "chunks", "key")
    checkpoints.keep("piece-1", {"square": 1})
    checkpoints.clear()
    checkpoints.clear()

    assert list(tmp_path.iterdir()) == []
