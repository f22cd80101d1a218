"""The page on preparing structures does what it says."""

import contextlib
import io
from pathlib import Path

import pytest
from tests.support.dock import make_peptide
from tests.support.documents import list_blocks

from tubulus.dock.structures.notes import NOTE_KINDS
from tubulus.dock.structures.writing import render_pdb

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "prepare-structures.md"


@pytest.fixture(scope="module")
def answer(tmp_path_factory):
    desk = tmp_path_factory.mktemp("desk")
    fasta, regions, _ = list_blocks(PAGE, "text")
    (desk / "receptor.fasta").write_text(fasta, encoding="utf-8")
    (desk / "regions.csv").write_text(regions, encoding="utf-8")
    sequence = "".join(fasta.splitlines()[1:])
    structure = make_peptide(sequence, b_factor=[90.0] * make_peptide(sequence).n_atoms)
    title = "TITLE     ALPHAFOLD MONOMER V2.0 PREDICTION\n"
    (desk / "receptor.pdb").write_text(title + render_pdb(structure), encoding="utf-8")
    said = io.StringIO()
    with contextlib.chdir(desk), contextlib.redirect_stdout(said):
        exec(compile("\n".join(list_blocks(PAGE, "python")), PAGE.name, "exec"), {})
    return said.getvalue()


def test_the_report_begins_as_the_page_shows(answer):
    shown = list_blocks(PAGE, "text")[2]

    assert answer.startswith(shown.rstrip())


def test_the_page_names_kinds_of_notes_that_exist():
    words = {part for part in PAGE.read_text(encoding="utf-8").split("`") if "_" in part}
    named = {word for word in words if word.islower() and word.replace("_", "").isalpha()}

    assert named <= set(NOTE_KINDS)
    assert len(named) > 10
