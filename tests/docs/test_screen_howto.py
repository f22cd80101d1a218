"""The page on screening one's own cargo does what it says."""

import contextlib
import io
import re
import tomllib
from pathlib import Path

import pytest
from tests.support.documents import carry_out, list_blocks, list_steps

from tubulus.screen.identifiers.table import load_identifiers
from tubulus.screen.reference import load_builtin_cargo
from tubulus.screen.settings import EvidenceSettings, ScreenSettings

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "screen-your-own-cargo.md"
HEAD = (
    "Protein IDs\tMajority protein IDs\tPeptide counts (unique)\tGene names\tUnique peptides\t"
    "LFQ intensity EV1\tOnly identified by site\tReverse\tPotential contaminant\n"
)
FEW = """sets = 99
shortlist_size = 3
[screen.evidence]
rewired_graphs = 0
[screen.integration]
replicates = 20
"""


@pytest.fixture(scope="module")
def answer(tmp_path_factory):
    desk = tmp_path_factory.mktemp("desk")
    (desk / "cargo.csv").write_text(list_blocks(PAGE, "text")[1], encoding="utf-8")
    program, _ = list_blocks(PAGE, "python")
    said = io.StringIO()
    with contextlib.chdir(desk), contextlib.redirect_stdout(said):
        exec(compile(program, PAGE.name, "exec"), {})
    return said.getvalue().splitlines()


def test_the_candidates_of_the_page_are_those_that_the_pair_table_knows(answer):
    pairs = answer[0]

    assert "('TGFB1', 'TGFBR1')" in pairs
    assert "('CSF1', 'CSF1R')" in pairs
    assert "('GAS6', 'AXL')" in pairs
    assert "('FSHB', 'FSHR')" in pairs


def test_what_sits_inside_the_vesicle_is_left_out_as_the_page_says(answer):
    assert answer[1] == "[('GNAI2', 'luminal')]"


def test_the_shortlist_holds_the_candidates(answer):
    assert "'GAS6', 'AXL')" in answer[2]


def test_the_conclusion_calls_a_candidate_a_hypothesis(answer):
    assert "hypothesis" in answer[3]


def write_protein_groups(path):
    """Write a made-up table of MaxQuant: real names, invented numbers."""
    symbols = set(load_builtin_cargo(("ms_other_msc",))["symbol"].to_list())
    rows, taken = [], set()
    for accession, names in sorted(load_identifiers().uniprot.items()):
        reviewed = re.fullmatch(r"[PQ]\d{5}", accession) and len(names) == 1
        if reviewed and names[0] in symbols - taken:
            taken.add(names[0])
            marks = "\t".join("+" if len(taken) % 50 == place else "" for place in (1, 2, 3))
            cells = [accession, accession, "3", names[0], "3", str(len(taken)), marks]
            rows.append("\t".join(cells))
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


def test_a_table_of_maxquant_becomes_a_report_by_the_commands_of_the_page(tmp_path):
    folder = tmp_path / "vesicles"
    new, *steps = list_steps(PAGE)
    carry_out(new, tmp_path)
    made = tomllib.loads((folder / "study.toml").read_text("utf-8"))
    write_protein_groups(folder / "proteinGroups.txt")
    definition = list_blocks(PAGE, "toml")[0]
    # fewer draws than the page, to save time; what is read and shown stays the same
    (folder / "study.toml").write_text(definition + FEW, encoding="utf-8")

    for step in steps:
        carry_out(step, tmp_path)

    page = (folder / "report" / "report.html").read_text("utf-8")
    assert made == {**tomllib.loads(definition), "screen": made["screen"]}
    assert made["screen"] == {**tomllib.loads(definition)["screen"], "evidence": {}}
    assert "Shortlist" in page
    assert "This study has no participants" in page
    assert "was read as MaxQuant proteinGroups.txt" in page
    assert (folder / "results" / "screen" / "network" / "network.graphml").is_file()
    said = io.StringIO()
    with contextlib.chdir(tmp_path), contextlib.redirect_stdout(said):
        exec(compile(list_blocks(PAGE, "python")[1], PAGE.name, "exec"), {})
    assert "'shortlist'" in said.getvalue()
    assert "hypothesis" in said.getvalue()


def test_the_keys_of_the_page_exist():
    keys = re.findall(r"`(\w+)` of `\[screen(?:\.evidence)?\]`", PAGE.read_text("utf-8"))
    known = {*ScreenSettings.model_fields, *EvidenceSettings.model_fields}

    assert len(keys) > 4
    assert known.issuperset(keys)
