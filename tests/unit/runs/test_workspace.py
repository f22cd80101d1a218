import shutil

import pytest

from tubulus.core.errors import InputError
from tubulus.runs.workspace import open_workspace


def test_the_data_are_read_at_first_use_and_once(bench):
    workspace = open_workspace(bench.folder)
    bench.set_cell("demographics", 2, "age", "44")

    first = workspace.snapshot
    bench.set_cell("demographics", 2, "age", "45")

    assert workspace.snapshot is first
    assert len(first.data) == 12
    assert first.data.participants["P01"].select("demographics")[0].get("age").number == 44


def test_records_are_those_of_the_snapshot(trial):
    workspace = open_workspace(trial.folder)

    assert workspace.records is workspace.snapshot.records


def test_data_may_lie_in_another_folder(bench, tmp_path):
    shutil.move(bench.folder / "data", tmp_path / "export")

    assert not open_workspace(bench.folder).has_data
    assert len(open_workspace(bench.folder, tmp_path / "export").snapshot.data) == 12


def test_a_folder_without_tables_has_no_data(bench):
    for path in (bench.folder / "data").iterdir():
        path.unlink()
    bench.append("note", "data/README.md")
    workspace = open_workspace(bench.folder)

    assert not workspace.has_data
    with pytest.raises(InputError, match="holds no data"):
        _ = workspace.snapshot


def test_each_data_file_is_hashed_by_its_content(bench):
    before = open_workspace(bench.folder).hash_inputs()
    bench.set_cell("demographics", 2, "age", "44")

    after = open_workspace(bench.folder).hash_inputs()

    assert set(before) == {f"data/{p.name}" for p in (bench.folder / "data").iterdir()}
    assert [name for name in before if before[name] != after[name]] == ["data/demographics.csv"]


def test_a_definition_with_problems_is_not_opened(bench):
    bench.edit("seed = 1", "seed = -1")

    with pytest.raises(InputError, match=r"run\.seed"):
        open_workspace(bench.folder)
