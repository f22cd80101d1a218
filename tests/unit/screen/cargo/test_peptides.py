import polars as pl
import pytest

from tubulus.core.errors import InputError
from tubulus.screen.cargo.peptides import judge_peptides, read_peptides
from tubulus.screen.cargo.proteins import CargoOptions
from tubulus.screen.cargo.raw_table import LINE, RawTable
from tubulus.screen.cargo.reading import read_cargo_file

NEEDED = CargoOptions(min_peptides=2)


def test_peptides_are_read_as_whole_numbers_and_unknown_where_a_cell_is_empty():
    frame = pl.DataFrame({"Unique.peptides": ["3;1", "", "1"], LINE: [2, 3, 4]})

    assert read_peptides(RawTable("x", frame), ("Unique peptides",), NEEDED) == [3, None, 1]


@pytest.mark.parametrize(("count", "is_kept"), [(1, False), (2, True), (None, True)])
def test_a_row_that_is_known_to_have_too_few_is_judged(count, is_kept):
    assert (judge_peptides(count, NEEDED) is None) is is_kept


@pytest.mark.parametrize(
    ("content", "looked_for"),
    [
        ("symbol\nKIT\n", "'unique peptides'"),
        ("Majority protein IDs\tIntensity\nP10721\t5\n", "'Unique peptides'"),
        ("PG.ProteinGroups\tPG.Genes\nP10721\tKIT\n", "none that is read"),
        ("CONTENT TYPE\tGENE SYMBOL\tEXPERIMENT ID\nprotein\tKIT\t1\n", "none that is read"),
    ],
)
def test_peptides_that_a_file_does_not_count_cannot_be_needed(write, content, looked_for):
    path = write(content)

    with pytest.raises(InputError, match=looked_for):
        read_cargo_file(path, options=NEEDED)
    assert read_cargo_file(path).cargo["symbol"].to_list() == ["KIT"]
