import json

import pytest

from tubulus.core.errors import InputError, StudyError
from tubulus.runs.data_index import (
    INDEX_NAME,
    AddedFile,
    find_data_folder,
    read_index,
    verify_data,
    write_index,
)

ENTRY = AddedFile("string", "a.txt", "00", 3, "2026-01-01T00:00:00Z", "string-db.org", "a.txt")


def test_the_index_is_read_as_it_was_written(tmp_path):
    write_index(tmp_path, (ENTRY,))

    assert read_index(tmp_path) == (ENTRY,)


def test_a_folder_without_index_holds_nothing(tmp_path):
    assert read_index(tmp_path) == ()


@pytest.mark.parametrize("content", ["garbage", "[]", "{}", '{"files": [{"kind": 1}]}'])
def test_an_index_that_is_garbage_is_refused(tmp_path, content):
    (tmp_path / INDEX_NAME).write_text(content)

    with pytest.raises(StudyError, match="not an index"):
        read_index(tmp_path)


def test_the_folder_of_the_user_follows_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    stated = find_data_folder(None)
    monkeypatch.setenv("XDG_DATA_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))

    assert stated == tmp_path / "tubulus"
    assert find_data_folder(None) == tmp_path / "home" / ".local" / "share" / "tubulus"


def test_a_folder_that_is_no_study_is_refused(tmp_path):
    with pytest.raises(InputError):
        find_data_folder(tmp_path)


def test_files_that_are_missing_changed_or_unknown_are_told(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    folder = tmp_path / "tubulus"
    folder.mkdir()
    (folder / "here.txt").write_text("abc")
    (folder / "extra.txt").write_text("x")
    good = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    entries = [
        {"file": "here.txt", "sha256": good, "size": 3},
        {"file": "gone.txt", "sha256": good, "size": 3},
    ]
    rest = {"kind": "string", "added": "", "source": "", "original": ""}
    content = {"version": 1, "files": [entry | rest for entry in entries]}
    (folder / INDEX_NAME).write_text(json.dumps(content))

    before = {file.file: file.state for file in verify_data(None)}
    (folder / "here.txt").write_text("abd")
    after = {file.file: file.state for file in verify_data(None)}

    assert before == {
        "here.txt": "unchanged",
        "gone.txt": "missing",
        "extra.txt": "not in the index",
    }
    assert after["here.txt"] == "changed"
