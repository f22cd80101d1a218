import pytest

from tubulus.dock.tables.accessions import is_accession


@pytest.mark.parametrize("text", ["P01137", "A2BC19", "A0A023GPI8", "P01137-2"])
def test_forms_of_uniprot_are_accessions(text):
    assert is_accession(text)


@pytest.mark.parametrize("text", ["", "p01137", "P1060O", "1KTZ", "P01137-", "P0113٧", "P01137-²"])
def test_other_forms_are_not(text):
    assert not is_accession(text)
