import pytest

from tubulus.core.errors import InputError
from tubulus.screen.inputs import read_inputs
from tubulus.screen.reference import load_builtin_cargo
from tubulus.screen.settings import ScreenSettings


def test_without_files_the_built_in_tables_are_screened(tmp_path):
    inputs = read_inputs(ScreenSettings(), tmp_path)

    assert inputs.cargo.equals(load_builtin_cargo())


def test_a_cargo_file_stands_alone_unless_tiers_are_named(tmp_path):
    (tmp_path / "cargo.csv").write_text("symbol\nFSHB\n")

    alone = read_inputs(ScreenSettings(cargo_file="cargo.csv"), tmp_path)
    both = read_inputs(
        ScreenSettings(cargo_file="cargo.csv", cargo_tiers=("named_human_msc",)), tmp_path
    )

    assert alone.cargo["symbol"].to_list() == ["FSHB"]
    assert both.cargo.height == 1 + load_builtin_cargo(("named_human_msc",)).height


def test_a_protein_of_both_is_the_user_s(tmp_path):
    (tmp_path / "cargo.csv").write_text("symbol,source\nCD63,own blot\n")
    settings = ScreenSettings(cargo_file="cargo.csv", cargo_tiers=("named_human_msc",))

    cargo = read_inputs(settings, tmp_path).cargo

    assert cargo.filter(symbol="CD63")["source"].to_list() == ["own blot"]


def test_the_problems_of_all_files_are_reported_together(tmp_path):
    (tmp_path / "cargo.csv").write_text("symbol\nNOGENE1\n")
    settings = ScreenSettings(cargo_file="cargo.csv", receptors_file="none.csv")

    with pytest.raises(InputError) as caught:
        read_inputs(settings, tmp_path)

    assert {p.file for p in caught.value.problems} == {"cargo.csv", "none.csv"}


def test_no_cargo_at_all_is_refused(tmp_path):
    with pytest.raises(InputError, match="no cargo"):
        read_inputs(ScreenSettings(cargo_tiers=()), tmp_path)


def test_the_minimum_grade_holds_for_the_user_s_receptors(tmp_path):
    (tmp_path / "r.csv").write_text("symbol,cell_type,grade\nKIT,SSC,expression\n")
    settings = ScreenSettings(receptors_file="r.csv", minimum_grade="literature")

    with pytest.raises(InputError, match="leaves no receptor"):
        read_inputs(settings, tmp_path)


def test_an_unknown_setting_is_refused():
    with pytest.raises(ValueError, match="n_sets"):
        ScreenSettings.model_validate({"n_sets": 10})
