import gemmi
import pytest

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
