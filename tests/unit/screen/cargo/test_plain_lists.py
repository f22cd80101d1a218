import pytest

from tubulus.core.errors import InputError
from tubulus.screen.cargo.proteins import CargoOptions
from tubulus.screen.cargo.reading import read_cargo_file


def find_problems(path, **options):
    with pytest.raises(InputError) as caught:
        read_cargo_file(path, **options)
    return caught.value.problems


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("symbol", "KIT"), ("Gene name", "KIT"), ("UniProt ID", "P10721"),
        ("Accession", "P10721-1"),
        ("entrez", "3815"), ("Ensembl gene ID", "ENSG00000157404.15"), ("my proteins", "KIT"),
    ],
)  # fmt: skip
def test_identifiers_are_found_under_many_headings(write_rows, column, name):
    path = write_rows([("n", column), ("one", name), ("two", name)])

    assert read_cargo_file(path).cargo["symbol"].to_list() == ["KIT"]


def test_a_list_without_a_header_loses_no_line(write):
    reading = read_cargo_file(write("KIT\nTGFB1\n"))

    assert reading.cargo["symbol"].to_list() == ["KIT", "TGFB1"]
    assert any("no header" in note for note in reading.notes)


def test_optional_columns_are_kept_beside_the_protein(write):
    content = "symbol;quantity;method;study;species\nKIT;1,5;MS;PMID:1;human\nTGFB1;;;;\n"

    row, other = read_cargo_file(write(content)).cargo.iter_rows(named=True)

    assert (row["quantity"], row["method"], row["source"]) == (1.5, "MS", "PMID:1")
    assert (other["quantity"], other["method"]) == (None, "not stated")


def test_every_cell_that_is_no_number_is_named(write):
    problems = find_problems(write("symbol,quantity\nKIT,much\nTGFB1,NA\nCD63,more\n"))

    assert [p.row for p in problems] == [2, 4]


def test_a_cell_of_several_identifiers_stands_for_its_first(write):
    reading = read_cargo_file(write("gene\tn\nTGFB3;TGFB1\t1\n"))

    assert reading.cargo["symbol"].to_list() == ["TGFB3"]
    assert reading.cargo["listed_as"].to_list() == ["TGFB3;TGFB1"]


def test_a_table_without_identifiers_is_refused_with_its_columns(write):
    problems = find_problems(write("sample,value\na,1\nb,2\n"))

    assert "sample, value" in problems[0].message


def test_content_types_that_mix_transcripts_with_proteins_are_refused(write):
    problems = find_problems(write("symbol,content type\nKIT,Protein\nTGFB1,mRNA\nCD63,proteins\n"))

    assert problems[0].field == "content type"
    assert "2 rows of proteins and 1 of mRNA" in problems[0].message


def test_content_types_of_proteins_alone_are_read_in_every_spelling(write):
    content = "symbol,content type\nKIT,Protein\nCD63,proteins\n"

    assert read_cargo_file(write(content)).cargo.height == 2


def test_peptides_are_counted_where_the_list_counts_them(write):
    path = write("symbol,unique peptides\nKIT,1\nTGFB1,3\n")

    reading = read_cargo_file(path, options=CargoOptions(min_peptides=2))

    assert reading.cargo["symbol"].to_list() == ["TGFB1"]


def test_a_row_without_an_identifier_is_set_aside(write):
    reading = read_cargo_file(write("symbol,source\nKIT,a\n,b\n"))

    assert reading.mapping["state"].to_list() == ["mapped", "set_aside"]


@pytest.mark.parametrize("heading", ["id", "ID", "name"])
def test_numbers_under_a_bare_heading_are_not_taken_for_entrez_ids(write, heading):
    problems = find_problems(write(f"{heading},score\n7,1\n2,1\n3815,1\n"))

    assert "may count the rows" in problems[0].message
    assert "'entrez'" in problems[0].remedy


def test_names_under_a_bare_heading_are_read(write):
    assert read_cargo_file(write("id,n\nKIT,1\nCD63,2\n")).cargo.height == 2


def test_running_numbers_are_no_identifiers_under_any_heading(write):
    reading = read_cargo_file(write("gene_id,my proteins\n1,KIT\n2,CD63\n3,TGFB1\n"))

    assert reading.cargo["symbol"].to_list() == ["KIT", "CD63", "TGFB1"]
