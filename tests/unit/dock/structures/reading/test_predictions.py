"""A predicted model is told by its file or by the table; one that only looks so is noted."""

import gemmi
import numpy as np
import pytest
from tests.support.dock import make_peptide

from tubulus.dock.preparation import PartnerRequest, prepare_partner
from tubulus.dock.structures import ReadingOptions, render_pdb
from tubulus.dock.structures.reading.files import StructureText
from tubulus.dock.structures.reading.predictions import tells_prediction


def tells(text, kind="pdb"):
    parsed = gemmi.read_pdb_string(text) if kind == "pdb" else gemmi.Structure()
    return tells_prediction(parsed, StructureText("x", text, kind, ""))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("ALPHAFOLD MONOMER V2.0 PREDICTION FOR P01137", True),
        ("ESMFold prediction", True),
        ("CRYSTAL STRUCTURE OF TGF-BETA 3", False),
    ],
)
def test_the_title_of_a_pdb_file_tells_a_prediction(title, expected):
    assert tells(f"TITLE     {title}\n") is expected


def test_an_mmcif_tells_it_by_its_quality_metrics():
    assert tells("data_AF\nloop_\n_ma_qa_metric.id\n1\n", "mmcif")
    assert not tells("data_1KTZ\n_exptl.method 'X-RAY DIFFRACTION'\n", "mmcif")


def write_model(folder, values, *, head=""):
    """Write a model as ColabFold does: atoms alone, one value a residue."""
    peptide = make_peptide("ADKLFRRSTW" * 8)
    values = np.resize(values, peptide.n_residues)[peptide.residue_index]
    path = folder / "model.pdb"
    lines = render_pdb(peptide).splitlines()
    atoms = [
        f"{line[:60]}{value:6.2f}{line[66:]}"
        for line, value in zip(lines, [*values, None], strict=True)
        if value is not None
    ]
    path.write_text("\n".join([f"{head}MODEL     1", *atoms, "TER", "ENDMDL", "END", ""]))
    return path


CONFIDENCE = np.linspace(31.0, 98.0, 40)
HEADER = f"HEADER    {'CYTOKINE':40}{'15-JAN-02':9}   1KTZ\n"


def find_kinds(path, said=None):
    request = PartnerRequest(path, reading=ReadingOptions(is_predicted=said))
    return {note.kind: note for note in prepare_partner(request).notes}


def test_a_bare_model_that_looks_predicted_is_noted_and_not_cut(tmp_path):
    kinds = find_kinds(write_model(tmp_path, CONFIDENCE))

    assert "looks like a predicted model" in kinds["looks_predicted"].text
    assert "(31 to 98)" in kinds["looks_predicted"].text
    assert not {"predicted", "confidence_cut"} & kinds.keys()


def test_what_is_said_of_a_bare_model_holds_and_needs_no_note(tmp_path):
    path = write_model(tmp_path, CONFIDENCE)

    said_yes, said_no = find_kinds(path, True), find_kinds(path, False)

    assert said_yes["confidence_cut"].count == 2 * int((CONFIDENCE < 70.0).sum())
    assert "confidence_cut" not in said_no
    assert "looks_predicted" not in {*said_yes, *said_no}


@pytest.mark.parametrize(
    "values",
    [[20.0], [20.0, 30.0, 40.0], np.linspace(31.0, 131.0, 40), np.linspace(-1.0, 80.0, 40)],
)
def test_values_that_are_no_confidence_look_like_none(tmp_path, values):
    assert "looks_predicted" not in find_kinds(write_model(tmp_path, values))


def test_a_file_that_names_its_entry_and_one_with_a_value_an_atom_look_measured(tmp_path):
    entry = find_kinds(write_model(tmp_path, CONFIDENCE, head=HEADER))
    path = write_model(tmp_path, CONFIDENCE)
    lines = path.read_text().splitlines(keepends=True)
    lines[7] = f"{lines[7][:60]}{77.01:6.2f}{lines[7][66:]}"
    path.write_text("".join(lines))

    assert "looks_predicted" not in entry
    assert "looks_predicted" not in find_kinds(path)
