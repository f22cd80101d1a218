"""Adding data and screening the table of a search program, in the user's words."""

import json

import polars as pl
import pytest
from tests.support.command_line import make_caller
from tests.support.small_trial import make_small_trial

MAXQUANT = (
    "Majority protein IDs\tProtein IDs\tGene names\tUnique peptides\tLFQ intensity a\tReverse\t"
    "Potential contaminant\tOnly identified by site\n"
    "P01137\tP01137\tTGFB1\t4\t100\t\t\t\n"
    "P09603;P09603-2\tP09603\tCSF1\t2\t50,5\t\t\t\n"
    "CON__P02769\tCON__P02769\t\t9\t900\t\t+\t\n"
    "REV__P10721\tREV__P10721\t\t1\t\t+\t\t\n"
    "Q9Z9Z9\tQ9Z9Z9\t\t3\t7\t\t\t\n"
)


@pytest.fixture
def call(capsys):
    return make_caller(capsys)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_small_trial(tmp_path_factory.mktemp("data") / "trial").folder


def name_cargo(folder, name):
    definition = folder / "study.toml"
    text = definition.read_text("utf-8")
    definition.write_text(text.replace("[screen]", f'[screen]\ncargo_file = "{name}"', 1))


def test_a_table_of_maxquant_is_added_screened_and_reported(folder, tmp_path, call):
    (tmp_path / "proteinGroups.txt").write_bytes(MAXQUANT.replace("\n", "\r\n").encode("utf-16"))

    added = call(
        "data", "add", "cargo", tmp_path / "proteinGroups.txt", "--study", folder, "--json"
    )
    line = json.loads(added.out)["settings"][0]
    name_cargo(folder, line.split('"')[1])
    screened = call("screen", "run", folder)

    assert screened.status == 0, screened.err
    mapping = pl.read_parquet(folder / "results" / "screen" / "cargo_mapping.parquet")
    assert "was read as MaxQuant proteinGroups.txt" in screened.out
    assert "2 rows were set aside" in screened.out
    assert mapping["state"].to_list() == ["mapped", "mapped", "set_aside", "set_aside", "lost"]


def test_a_changed_file_ends_verify_with_its_name(folder, tmp_path, call):
    (tmp_path / "lists.csv").write_text("symbol\nKIT\n")
    call("data", "add", "cargo", tmp_path / "lists.csv", "--study", folder)
    clean = call("data", "verify", "--study", folder, "--json")
    (folder / "insilico" / "data" / "lists.csv").write_text("symbol\nCD63\n")

    spoilt = call("data", "verify", "--study", folder)

    assert clean.status == 0
    assert {file["state"] for file in json.loads(clean.out)} == {"unchanged"}
    assert spoilt.status == 2
    assert "lists.csv is changed" in spoilt.err


def test_nothing_added_is_nothing_wrong(tmp_path, call, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    answer = call("data", "verify")

    assert answer.status == 0
    assert "No data were added" in answer.out


def test_a_wrong_file_is_refused_with_what_it_should_be(tmp_path, call, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")

    answer = call("data", "add", "biogrid", tmp_path / "x.csv")

    assert answer.status == 2
    assert "Official Symbol Interactor A: column is missing" in answer.err
    assert not (tmp_path / "home").exists()


def test_the_list_names_kinds_licences_and_columns(call):
    listed = json.loads(call("data", "list", "--json").out)

    string = next(file for file in listed if file["kind"] == "string")
    assert "combined_score" in string["columns"]
    assert string["state"] == "can be added"
    assert all(file["licence"] for file in listed)
    assert "nothing is downloaded" in call("data", "list").out


def test_lists_of_your_own_are_added_and_others_are_told_their_kind(tmp_path, call):
    study = make_small_trial(tmp_path / "trial", data=False).folder
    (tmp_path / "own.csv").write_text("a,b\nKITLG,KIT\n")

    physical = call("data", "add", "physical", tmp_path / "own.csv", "--study", study)
    again = call("data", "add", "huri", tmp_path / "own.csv", "--study", study)
    unknown = call("data", "add", "zzz", tmp_path / "own.csv", "--study", study)

    assert 'physical_files = ["insilico/data/own.csv"]' in physical.out
    assert again.status == 2
    assert "add a list of your own as physical" in again.err
    assert "vesiclepedia" in unknown.err


def test_the_keys_of_the_list_of_data_can_be_copied(call):
    listed = call("data", "list").out

    assert "screen.evidence.physical_names_file" in listed
    assert "hpa-single-cell" in listed
