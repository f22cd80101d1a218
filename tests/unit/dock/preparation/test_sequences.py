import pytest

from tubulus.core.errors import InputError
from tubulus.dock.preparation.sequences import read_sequences


def read(folder, text):
    path = folder / "x.fasta"
    path.write_text(text)
    return read_sequences(path)


def test_sequences_are_read_by_accession(tmp_path):
    text = ">sp|P01137|TGFB1_HUMAN Transforming\nMPPSG\nlrl*\n\n>P10600\nMK\n"

    assert read(tmp_path, text) == {"P01137": "MPPSGLRL", "P10600": "MK"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no sequence"),
        ("MPPSG\n", "line 1: a sequence stands before the first header"),
        (">P01137\n", "P01137: the sequence is empty"),
        (">P01137\nMK\n>P01137\nMK\n", "line 3, P01137: P01137 stands twice"),
        (">P01137\nMK1\n", "line 2: '1' is no amino acid"),
        (">\nMK\n", "line 1: the header has no accession"),
    ],
)
def test_a_bad_fasta_file_is_told_by_line(tmp_path, text, message):
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)

    assert message in str(caught.value)


def test_an_absent_fasta_file_is_told(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_sequences(tmp_path / "none.fasta")
