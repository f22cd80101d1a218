import pytest

from tubulus.screen.contaminants import find_contaminant_rule


@pytest.mark.parametrize(
    "symbol", ["KRT1", "KRT6A", "KRTAP1-1", "IGH", "IGHG1", "JCHAIN", "HBB", "ALB", "C3", "LYZ"]
)
def test_a_protein_of_skin_blood_or_medium_matches_a_rule(symbol):
    assert find_contaminant_rule(symbol) is not None


@pytest.mark.parametrize(
    "symbol",
    ["TGFB1", "KRTCAP2", "IGHMBP2", "IGLON5", "IGF1", "HBEGF", "C3AR1", "TFRC", "TFPI", "APOE"],
)
def test_a_protein_whose_symbol_only_begins_alike_matches_none(symbol):
    assert find_contaminant_rule(symbol) is None
