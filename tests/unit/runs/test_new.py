import tomllib

import pytest

from tubulus.core.errors import StudyError
from tubulus.runs.new import list_templates, make_study
from tubulus.runs.workspace import open_workspace


def test_there_is_a_template_for_one_arm_and_one_for_two():
    assert list_templates() == ("single-arm", "two-arm")


@pytest.mark.parametrize("template", list_templates())
def test_a_template_is_a_study_in_order(tmp_path, template):
    path = make_study(tmp_path / "my-trial", template)

    workspace = open_workspace(tmp_path / "my-trial")

    assert path == tmp_path / "my-trial" / "study.toml"
    assert workspace.whole.study.identity.id == "my-trial"
    assert not workspace.has_data
    assert workspace.folder.data.is_dir()


@pytest.mark.parametrize(
    ("name", "identifier"),
    [("My Trial", "my-trial"), ("2026", "my-study"), ("исследование", "my-study")],
)
def test_the_identifier_is_made_from_the_name_of_the_folder(tmp_path, name, identifier):
    path = make_study(tmp_path / name, "two-arm")

    assert tomllib.loads(path.read_text(encoding="utf-8"))["study"]["id"] == identifier


def test_a_study_is_never_overwritten(tmp_path):
    (tmp_path / "study.toml").write_text("mine")

    with pytest.raises(StudyError, match="never overwritten"):
        make_study(tmp_path, "two-arm")

    assert (tmp_path / "study.toml").read_text() == "mine"


def test_an_unknown_template_is_answered_with_the_nearest(tmp_path):
    with pytest.raises(StudyError, match="did you mean 'two-arm'"):
        make_study(tmp_path / "x", "two-arms")

    assert not (tmp_path / "x").exists()
