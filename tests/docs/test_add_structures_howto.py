"""The page on adding structures does what it says."""

import tomllib
from pathlib import Path

import pytest
from tests.support.command_line import make_caller
from tests.support.dock import make_peptide
from tests.support.documents import list_blocks
from tests.support.small_trial import make_small_trial
from tests.support.structure_sources import LIGAND, RECEPTOR, render_entry

from tubulus.dock.partners.decoy_list import load_decoy_list
from tubulus.dock.partners.families import IDENTITY, WORDS
from tubulus.dock.partners.pairs import read_pairs
from tubulus.dock.partners.partner_table import PARTNER_COLUMNS, read_partners
from tubulus.dock.settings.docking import DockSettings
from tubulus.dock.structures.reading.predictions import TITLE_WORDS
from tubulus.dock.structures.reading.read import ReadingOptions
from tubulus.dock.structures.structure import join_structures
from tubulus.dock.structures.writing import render_mmcif
from tubulus.runs.structures.sources import read_entry
from tubulus.screen.reference import load_pairs

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "add-structures.md"


@pytest.fixture(scope="module")
def text():
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture
def call(capsys):
    return make_caller(capsys)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    make_small_trial(tmp_path / "my-study", data=False)
    (tmp_path / "downloads").mkdir()
    (tmp_path / "downloads" / "1KTZ.cif.gz").write_bytes(render_entry())
    # other proteins than those of the page, which would be left out as the same
    one, two = (
        make_peptide(LIGAND[::-1]),
        make_peptide(RECEPTOR[::-1], chain="B", origin=(0.0, 9.0, 0.0)),
    )
    (tmp_path / "downloads" / "1A22.cif").write_text(render_mmcif(join_structures([one, two])))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def list_commands():
    lines = "\n".join(list_blocks(PAGE, "console")).splitlines()
    return [line.removeprefix("$ tubulus ").split() for line in lines if line.startswith("$")]


def test_the_commands_give_the_table_of_the_page(desk, call):
    first, decoys = list_commands()
    shown = list_blocks(PAGE, "text")[0]

    added = call(*first)
    verified = call("data", "verify", "--study", "my-study")

    assert added.status == 0, added.err
    assert "from not stated; CC0 1.0 (wwPDB)" in added.out
    assert (desk / "my-study/insilico/partners.csv").read_text("utf-8").strip() == shown.strip()
    assert verified.status == 0
    assert call(*decoys).status == 0
    assert "decoy GH1 1A22" in (desk / "my-study/insilico/partners.csv").read_text("utf-8")


def test_a_structure_that_was_changed_ends_verify(desk, call):
    call(*list_commands()[0])
    (desk / "my-study/insilico/structures/1KTZ.cif.gz").write_bytes(b"x")

    answer = call("data", "verify", "--study", "my-study")

    assert answer.status == 2
    assert "1KTZ.cif.gz is changed" in answer.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("structures", "1KTZ"), "name it with --study"),
        (("structures", "--study", "my-study"), "--from"),
        (("biogrid", "study.toml", "--role", "ligand"), "for structures and decoys alone"),
    ],
)
def test_what_is_missing_is_told(desk, call, words, told):
    answer = call("data", "add", *words)

    assert answer.status == 2
    assert told in answer.err


def test_json_holds_files_rows_and_what_to_do(desk, call):
    answer = call(*list_commands()[0], "--json")

    assert '"partner": "TGFB3"' in answer.out
    assert '"citation": "https://doi.org/10.2210/pdb1ktz/pdb' in answer.out


def test_addresses_columns_and_figures_of_the_page_are_those_of_the_code(text):
    for name in ("1KTZ", "P10600"):
        assert f"`{read_entry(name).address}`" in text
    assert list_blocks(PAGE, "text")[0].splitlines()[0] == ",".join(PARTNER_COLUMNS)
    assert f"{IDENTITY:.0%}".replace("%", " %") in text
    assert f"{WORDS:.0%}".replace("%", " %") in text
    roles = [entry.role for entry in load_decoy_list()]
    assert (len(roles), roles.count("ligand"), roles.count("receptor")) == (34, 16, 18)
    assert f"out of {len({entry.pdb_id for entry in load_decoy_list()})} entries" in text


def test_the_table_of_known_pairs_and_its_keys_are_read(tmp_path):
    _, pairs = list_blocks(PAGE, "text")
    (tmp_path / "pairs.csv").write_text(pairs, encoding="utf-8")

    settings = DockSettings.model_validate(tomllib.loads(list_blocks(PAGE, "toml")[0])["dock"])

    assert settings.pairs_file == "insilico/pairs.csv"
    assert len(read_pairs(tmp_path / "pairs.csv")) == 5
    assert set(load_pairs().iter_rows()) >= {
        (mobile, fixed) for fixed, mobile in read_pairs(tmp_path / "pairs.csv")
    }


def test_every_entry_that_the_page_fetches_is_one():
    (commands,) = list_blocks(PAGE, "sh")

    names = [word for word in commands.splitlines()[0].split()[4:] if word != "--study"][:-1]

    assert len(names) == 5
    assert all(read_entry(name) for name in names)


def test_examples_of_cells_are_read_and_every_cell_has_one(text, tmp_path):
    shown = text.split("What the cells may hold:")[1].split("Partners of one family")[0]
    lines = [line.split(" | ") for line in shown.splitlines() if line.startswith("| `")]
    cells = {line[0].strip("| `"): line[2].strip("`") for line in lines}
    (tmp_path / "x.pdb").write_text("", encoding="utf-8")
    table = tmp_path / "partners.csv"
    table.write_text(
        f"partner,role,file,{','.join(cells)}\nX,ligand,x.pdb,{','.join(cells.values())}"
    )

    (request,) = read_partners(table).requests

    assert set(cells) == {*PARTNER_COLUMNS} - {"partner", "role", "file", "family", "note"}
    assert (request.reading.chains, len(request.accessions)) == (("A", "B"), 2)
    assert [str(part) for part in request.residues] == ["A:20-90", "B:-3-110"]
    assert request.reading == ReadingOptions(("A", "B"), 2, "1", is_predicted=True)


def test_the_page_names_every_word_by_which_a_prediction_is_known(text):
    said = text.split("## Say which models are predicted")[1].split("## ")[0]

    assert all(f"`{word}`" in said for word in TITLE_WORDS)
