import pytest

from tubulus.core.errors import InputError
from tubulus.dock.preparation.sequences import match_sequence, read_sequences

ENTRY = "MPPSGLRLLPLLLPLLWLLVLTPGRPAAGLSTCKTIDMELVKRKRIEAIRGQILSKLRLASPPSQGEVPPGPLPEAVLALYNST"


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


def test_a_piece_of_the_entry_lies_where_it_belongs():
    found = match_sequence(ENTRY[29:60], ENTRY)

    assert found.positions.tolist() == list(range(30, 61))
    assert (found.identity, found.overlap, found.differences) == (1.0, 1.0, ())


def test_an_unresolved_loop_does_not_shift_what_follows():
    found = match_sequence(ENTRY[10:30] + ENTRY[45:70], ENTRY)

    assert found.positions.tolist() == [*range(11, 31), *range(46, 71)]
    assert found.is_the_same


def test_a_tag_lies_on_no_position():
    found = match_sequence("HHHHHHH" + ENTRY[29:69], ENTRY)

    assert found.positions[:6].tolist() == [0] * 6
    assert found.positions[7:].tolist() == list(range(30, 70))
    assert found.is_the_same


def test_a_mutation_is_named():
    mutant = ENTRY[29:40] + "W" + ENTRY[41:60]

    assert match_sequence(mutant, ENTRY).differences == (f"{ENTRY[40]}41W",)


@pytest.mark.parametrize(
    "other",
    [
        "GIVEQCCTSICSLYQLENYCNFVNQHLCGSHLVEALYLVCGERGFFYTPKT",
        "KVFGRCELAAAMKRHGLDNYRGYSLGNWVCAAKFESNFNTQATNRNTDGSTDYGILQINSRWWCNDGRTPGSRN",
    ],
)
def test_another_protein_is_not_taken_for_the_entry(other):
    assert not match_sequence(other, ENTRY).is_the_same


def test_a_chain_without_residues_overlaps_with_nothing():
    found = match_sequence("", ENTRY)

    assert (found.overlap, found.identity, found.is_the_same) == (0.0, 0.0, False)
