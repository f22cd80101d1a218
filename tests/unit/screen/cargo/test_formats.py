import pytest

from tubulus.core.errors import InputError
from tubulus.screen.cargo.formats import CARGO_FORMATS, choose_format
from tubulus.screen.cargo.table_files import read_raw_table
from tubulus.screen.settings import FORMATS


def test_the_settings_name_every_format():
    assert set(FORMATS) == {"auto", *(form.name for form in CARGO_FORMATS)}


def test_a_named_format_is_held_against_the_header(write):
    table = read_raw_table(write("symbol\nKIT\n"))

    assert choose_format(table, "list").name == "list"
    with pytest.raises(InputError, match="not the header of a MaxQuant"):
        choose_format(table, "maxquant")


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("Raw file\tSequence\tModified sequence", "proteinGroups.txt"),
        ("Precursor.Id\tStripped.Sequence\trun", "pg_matrix"),
        ("Peptide Sequence\tCharges\tGene", "combined_protein"),
        ("EXPERIMENT ID\tSAMPLE\tPUBMED ID", "PROTEIN_MRNA_DETAILS"),
    ],
)
def test_another_file_of_a_known_program_is_told_from_the_right_one(write, header, word):
    table = read_raw_table(write(f"{header}\n1\t2\t3\n"))

    with pytest.raises(InputError, match=word):
        choose_format(table)
