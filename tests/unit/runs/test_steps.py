from pathlib import Path

import polars as pl
import pytest

from tubulus.core.results import read_results
from tubulus.runs import steps
from tubulus.runs.steps import Step, run_step, run_step_with_files

FRAME = pl.DataFrame({"x": [1, 2]})


class Work:
    """Work that counts how often it is done."""

    def __init__(self, frame=FRAME, error=None):
        self.frame, self.error, self.times = frame, error, 0

    def __call__(self, provenance):
        self.times += 1
        if self.error is not None:
            raise self.error
        return {"numbers": self.frame}, {"said": provenance.step}


def make_step(**changes):
    parts = {"name": "sums", "rooms": (), "inputs": {"a": "1"}, "settings": {"b": 2}, "seed": 3}
    return Step(**{**parts, **changes})


def test_work_is_done_once_and_kept(tmp_path):
    work = Work()

    first, second = (run_step(tmp_path, make_step(), work) for _ in range(2))

    assert (first.computed, second.computed, work.times) == (True, False, 1)
    assert second.results.tables["numbers"].equals(FRAME)
    assert second.results.manifest["said"] == "sums"


@pytest.mark.parametrize(
    "changes",
    [{"inputs": {"a": "2"}}, {"settings": {"b": 3}}, {"seed": 4}, {"rooms": ("stats",)}],
)
def test_work_is_done_again_where_anything_it_rests_on_changed(tmp_path, changes):
    work = Work()
    run_step(tmp_path, make_step(), work)

    assert run_step(tmp_path, make_step(**changes), work).computed
    assert work.times == 2


def test_work_is_done_again_when_asked(tmp_path):
    work = Work()
    run_step(tmp_path, make_step(), work)

    assert run_step(tmp_path, make_step(), work, force=True).computed


def test_steps_with_another_name_lie_beside_each_other(tmp_path):
    run_step(tmp_path, make_step(), Work())
    run_step(tmp_path, make_step(name="others"), Work())

    assert sorted(p.name for p in tmp_path.iterdir()) == ["others", "sums"]


@pytest.mark.parametrize("spoil", ["change", "remove", "manifest"])
def test_results_that_were_spoilt_are_computed_again(tmp_path, spoil):
    run_step(tmp_path, make_step(), Work())
    table = tmp_path / "sums" / "numbers.parquet"
    if spoil == "change":
        table.write_bytes(b"x")
    elif spoil == "remove":
        table.unlink()
    else:
        (tmp_path / "sums" / "manifest.json").write_text("{")

    assert run_step(tmp_path, make_step(), Work()).computed
    assert read_results(tmp_path / "sums").tables["numbers"].equals(FRAME)


@pytest.mark.parametrize("error", [ValueError("x"), KeyboardInterrupt()])
def test_work_that_fails_leaves_the_old_results(tmp_path, error):
    run_step(tmp_path, make_step(), Work())

    with pytest.raises(type(error)):
        run_step(tmp_path, make_step(seed=9), Work(error=error))

    assert [p.name for p in tmp_path.iterdir()] == ["sums"]
    assert not run_step(tmp_path, make_step(), Work()).computed


def test_results_that_cannot_be_written_leave_the_old_ones(tmp_path):
    run_step(tmp_path, make_step(), Work())
    work = Work(pl.DataFrame({"x": [object()]}, schema={"x": pl.Object}))

    with pytest.raises(BaseException, match=r"(?i)object"):
        run_step(tmp_path, make_step(seed=9), work)

    assert [p.name for p in tmp_path.iterdir()] == ["sums"]
    assert read_results(tmp_path / "sums").tables["numbers"].equals(FRAME)


def test_a_table_of_an_earlier_run_does_not_stay(tmp_path):
    run_step(tmp_path, make_step(), Work())
    run_step(tmp_path, make_step(seed=9), lambda _: ({"others": FRAME}, {}))

    assert set(read_results(tmp_path / "sums").tables) == {"others"}
    assert not (tmp_path / "sums" / "numbers.parquet").exists()


def test_every_result_names_its_provenance(tmp_path):
    step = make_step()
    manifest = run_step(tmp_path, step, Work()).results.manifest

    assert manifest["key"] == step.key
    assert manifest["provenance"][step.key]["inputs"]["a"] == "1"
    assert manifest["provenance"][step.key]["seed"] == 3


def run_with_files(folder, *, text="pose"):
    def work(provenance):
        return {"numbers": FRAME}, {}, {"poses/a.pdb": text}

    return run_step_with_files(folder, make_step(), work)


def test_files_stand_beside_the_tables_with_their_hashes(tmp_path):
    first, second = run_with_files(tmp_path), run_with_files(tmp_path, text="another")

    assert (first.computed, second.computed) == (True, False)
    assert (tmp_path / "sums" / "poses" / "a.pdb").read_text("utf-8") == "pose"
    assert set(second.results.manifest["files"]) == {"poses/a.pdb"}


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_a_file_that_was_touched_has_its_step_done_again(tmp_path, damage):
    run_with_files(tmp_path)
    path = tmp_path / "sums" / "poses" / "a.pdb"
    path.unlink()
    if damage == "changed":
        path.write_text("other", "utf-8")

    assert run_with_files(tmp_path).computed
    assert path.read_text("utf-8") == "pose"


def test_a_place_that_another_run_clears_at_this_moment_is_taken(tmp_path, monkeypatch):
    run_step(tmp_path, make_step(), Work())
    swap, moved = steps._swap_folders, tmp_path.parent / "elsewhere"

    def clear_once(place, fresh):
        if not moved.exists():
            place.rename(moved)
        swap(place, fresh)

    monkeypatch.setattr(steps, "_swap_folders", clear_once)

    assert run_step(tmp_path, make_step(seed=9), Work()).computed
    assert not run_step(tmp_path, make_step(seed=9), Work()).computed


def test_a_place_that_another_run_fills_at_this_moment_is_exchanged(tmp_path, monkeypatch):
    run_step(tmp_path, make_step(), Work())
    exists, answers = Path.exists, [False]
    monkeypatch.setattr(Path, "exists", lambda path: answers.pop() if answers else exists(path))

    assert run_step(tmp_path, make_step(seed=9), Work(), force=True).computed
    assert not run_step(tmp_path, make_step(seed=9), Work()).computed
    assert [p.name for p in tmp_path.iterdir()] == ["sums"]
