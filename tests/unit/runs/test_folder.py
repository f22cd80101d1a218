import pytest

from tubulus.core.errors import InputError
from tubulus.runs.folder import StudyFolder, open_folder


def test_the_parts_of_a_study_lie_in_its_folder(tmp_path):
    folder = StudyFolder(tmp_path)

    parts = (folder.definition, folder.data, folder.results, folder.report, folder.lock)
    assert [part.relative_to(tmp_path).as_posix() for part in parts] == [
        "study.toml",
        "data",
        "results",
        "report",
        "plan.lock",
    ]


def test_data_may_lie_elsewhere(tmp_path):
    assert StudyFolder(tmp_path, tmp_path / "export").data == tmp_path / "export"


def test_a_folder_without_a_study_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"holds no study.toml; make a study with"):
        open_folder(tmp_path)


def test_a_command_that_is_told_quotes_a_folder_with_spaces(tmp_path):
    (tmp_path / "my study").mkdir()

    with pytest.raises(InputError, match=r"tubulus study new '.*my study'"):
        open_folder(tmp_path / "my study")


def test_a_folder_in_place_of_the_definition_is_told(tmp_path):
    (tmp_path / "study.toml").mkdir()

    with pytest.raises(InputError, match=r"study.toml is a folder"):
        open_folder(tmp_path)
