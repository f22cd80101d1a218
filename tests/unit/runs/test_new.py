import re
import tomllib

import pytest

from tubulus.core.errors import InputError, StudyError
from tubulus.dock.preparation.settings import PreparationSettings
from tubulus.dock.search.settings import SearchSettings
from tubulus.runs.check import check_definition
from tubulus.runs.docking.reading.inputs import read_dock_tables
from tubulus.runs.new import list_templates, make_study, write_tables
from tubulus.runs.workspace import open_workspace


def test_there_are_templates_for_docking_for_cargo_alone_for_one_arm_and_for_two():
    assert list_templates() == ("dock", "screen", "single-arm", "two-arm")


@pytest.mark.parametrize("template", list_templates())
def test_a_template_is_a_study_in_order(tmp_path, template):
    path = make_study(tmp_path / "my-trial", template)

    workspace = open_workspace(tmp_path / "my-trial")

    assert path == tmp_path / "my-trial" / "study.toml"
    assert workspace.whole.study.identity.id == "my-trial"
    assert not workspace.has_data
    assert workspace.folder.data.is_dir() == workspace.has_participants


def test_the_template_for_cargo_leaves_nothing_to_fill_in(tmp_path):
    make_study(tmp_path / "cargo", "screen")

    workspace = open_workspace(tmp_path / "cargo")

    assert not workspace.has_participants
    assert workspace.whole.screen is not None
    with pytest.raises(InputError) as lacks:
        check_definition(workspace)
    (problem,) = lacks.value.problems
    assert problem.message == "there is no file 'proteinGroups.txt'"


def test_every_key_that_the_template_for_cargo_comments_upon_is_one(tmp_path):
    path = make_study(tmp_path / "cargo", "screen")
    text = path.read_text("utf-8")
    keys = re.findall(r"^# (\w+) = ", text, re.MULTILINE)
    path.write_text(re.sub(r"^# (?=\w+ = )", "", text, flags=re.MULTILINE), "utf-8")

    screen = open_workspace(tmp_path / "cargo").whole.screen

    assert {
        "cargo_format", "cargo_samples", "cargo_min_samples", "cargo_species", "cargo_source_cell",
        "unknown_symbols", "receptors_file", "pair_sources", "pairs_file",
    } <= set(keys)  # fmt: skip
    assert (screen.cargo_samples, screen.evidence.pairs_file) == (("EV_*",), "pairs.csv")


def test_the_template_for_docking_lacks_partners_and_pairs_alone(tmp_path):
    make_study(tmp_path / "pairs", "dock")

    workspace = open_workspace(tmp_path / "pairs")

    assert not workspace.has_participants
    with pytest.raises(InputError) as lacks:
        read_dock_tables(workspace, workspace.whole.dock)
    assert {problem.message for problem in lacks.value.problems} == {
        "there is no file 'insilico/pairs.csv'",
        "docking needs a table of partners, and there is none",
    }


def test_every_key_that_the_template_for_docking_comments_upon_is_one(tmp_path):
    path = make_study(tmp_path / "pairs", "dock")
    text = path.read_text("utf-8")
    assert re.findall(r"^# (\w+) = ", text, re.MULTILINE) == ["least_residues"]
    path.write_text(re.sub(r"^# (?=\w+ = |\[)", "", text, flags=re.MULTILINE), "utf-8")

    dock = open_workspace(tmp_path / "pairs").whole.dock

    assert dock.search == SearchSettings()
    assert dock.preparation == PreparationSettings()
    assert dock.decoys.fixed == dock.decoys.mobile == dock.calibration.least_decoys


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


def test_each_form_gets_a_table_with_its_columns_and_no_row(tmp_path):
    make_study(tmp_path / "new", "two-arm")
    workspace = open_workspace(tmp_path / "new")

    written = write_tables(workspace)

    forms = [form.id for form in workspace.whole.study.forms]
    assert [path.name for path in written] == [f"{form}.csv" for form in forms]
    hormones = (workspace.folder.data / "hormones.csv").read_text(encoding="utf-8")
    assert hormones.startswith("participant,visit,collected_on,")
    assert ",prolactin,prolactin_unit," in hormones
    assert hormones.count("\n") == 1


def test_tables_without_rows_are_in_order_and_no_data(tmp_path):
    make_study(tmp_path / "new", "two-arm")
    workspace = open_workspace(tmp_path / "new")
    write_tables(workspace)

    findings = check_definition(workspace)

    assert not workspace.has_data
    assert set(findings["check"]) == {"placeholder"}


def test_a_table_that_is_there_is_never_overwritten(bench):
    before = (bench.folder / "data" / "semen.csv").read_bytes()
    (bench.folder / "data" / "consent.csv").unlink()

    written = write_tables(open_workspace(bench.folder))

    assert [path.name for path in written if path.name != "cell-product.csv"] == ["consent.csv"]
    assert (bench.folder / "data" / "semen.csv").read_bytes() == before


def test_a_wrong_column_of_a_table_without_rows_is_a_problem(tmp_path):
    make_study(tmp_path / "new", "two-arm")
    workspace = open_workspace(tmp_path / "new")
    (workspace.folder.data / "semen.csv").write_text("participant,visit,volum\n")

    with pytest.raises(InputError, match="did you mean 'volume'"):
        check_definition(workspace)
