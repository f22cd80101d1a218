"""The pages on one's own cargo and on added data do what they say."""

import contextlib
import io
import tomllib
from pathlib import Path

import pytest
from tests.support.documents import carry_out, list_blocks, list_steps
from tests.support.small_trial import make_small_trial

from tubulus.runs.data_kinds import DATA_KINDS
from tubulus.screen.cargo.formats import CARGO_FORMATS
from tubulus.screen.identifiers.mapping import MAPPING_STATES
from tubulus.screen.reference import load_builtin_cargo
from tubulus.screen.settings import EVIDENCE_FILES, EVIDENCE_FOLDERS, ScreenSettings

HOWTO = Path(__file__).parents[2] / "docs" / "howto"
CARGO, DATA = HOWTO / "bring-your-own-cargo.md", HOWTO / "add-data-files.md"


def test_the_list_of_the_page_is_read_as_it_says(tmp_path):
    (tmp_path / "cargo.csv").write_text(list_blocks(CARGO, "text")[0], encoding="utf-8")
    said = io.StringIO()
    with contextlib.chdir(tmp_path), contextlib.redirect_stdout(said):
        exec(compile(list_blocks(CARGO, "python")[0], CARGO.name, "exec"), {})

    symbols, mapping, conclusion = said.getvalue().splitlines()[:3]
    assert symbols == "['TGFB1', 'CSF1', 'CAVIN1', 'SEPTIN2', 'GNAI2']"
    assert "('2-Sep', 'repaired', 'SEPTIN2')" in mapping
    assert "hypothesis" in conclusion


@pytest.mark.parametrize("block", list_blocks(CARGO, "toml"))
def test_the_settings_of_the_page_exist(block):
    ScreenSettings.model_validate(tomllib.loads(block)["screen"])


def test_the_page_names_every_state_and_every_program():
    text = CARGO.read_text("utf-8")

    assert all(f"`{state}`" in text for state in (*MAPPING_STATES, "set_aside"))
    for form in CARGO_FORMATS[:-1]:
        assert form.title.split()[0].replace("download", "ExoCarta") in text


def test_the_commands_of_the_page_add_and_verify(tmp_path):
    make_small_trial(tmp_path / "my-study")
    (tmp_path / "control-lists").mkdir()
    genes = load_builtin_cargo(("ms_other_msc",))["symbol"].sort().to_list()
    for name, count in (("a", 250), ("b", 240), ("short", 20)):
        path = tmp_path / "control-lists" / f"{name}.csv"
        path.write_text("symbol\n" + "\n".join(genes[:count]) + "\n")

    for step in list_steps(DATA):
        carry_out(step, tmp_path)


def test_every_key_that_names_a_file_stands_on_the_page():
    text = DATA.read_text("utf-8")
    own = [name for name in ScreenSettings.model_fields if name.endswith("_file")]

    for key in (*own, *EVIDENCE_FILES, *EVIDENCE_FOLDERS):
        assert f"| `{key}` |" in text, key


def test_every_kind_stands_on_the_page_beside_the_key_that_names_it():
    rows = [line.split("|") for line in DATA.read_text("utf-8").splitlines() if line[:3] == "| `"]
    shown = {(row[1].strip(" `"), name.strip(" `")) for row in rows for name in row[3].split(",")}

    assert shown == {(kind.setting.rpartition(".")[2], kind.name) for kind in DATA_KINDS}


def test_the_settings_of_the_page_on_data_exist():
    (block,) = list_blocks(DATA, "toml")

    ScreenSettings.model_validate(tomllib.loads(block)["screen"])
