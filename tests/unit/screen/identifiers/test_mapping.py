import pytest

from tubulus.screen.identifiers.mapping import map_name, read_accession
from tubulus.screen.identifiers.table import load_identifiers


def map_one(name, **options):
    return map_name(name, load_identifiers(), **options)


@pytest.mark.parametrize(
    "name",
    [
        "TGFB1",
        " TGFB1 ",
        "P01137",
        "P01137-2",
        "P01137-PRO_0000033763",
        "sp|P01137|TGFB1_HUMAN",
        "sp|P01137|TGFB1_HUMAN Transforming growth factor",
        "7040",
        "7040.0",
        "ENSG00000105329",
        "ENSG00000105329.12",
        "TGFbeta",
    ],
)
def test_every_kind_of_identifier_finds_its_gene(name):
    assert map_one(name).symbol == "TGFB1"


def test_a_symbol_that_is_also_an_alias_of_another_gene_is_the_symbol():
    table = load_identifiers()
    both = sorted(set(table.aliases) & table.coding)

    assert len(both) > 100
    assert all(map_name(name, table).symbol == name for name in both)


@pytest.mark.parametrize("name", ["OCT1", "P62805"])
def test_a_name_of_several_coding_genes_is_listed_and_not_guessed(name):
    mapped = map_one(name)

    assert mapped.state == "ambiguous"
    assert mapped.symbol is None
    assert len(mapped.candidates) > 1


def test_an_alias_shared_with_pseudogenes_names_the_coding_gene():
    assert map_one("OCT4").symbol == "POU5F1"


@pytest.mark.parametrize(
    ("name", "symbol"),
    [("SEPT2", "SEPTIN2"), ("MARCH1", "MARCHF1"), ("MARC1", "MTARC1"), ("SEP15", "SELENOF")],
)
def test_a_former_symbol_outranks_the_alias_of_another_gene(name, symbol):
    assert map_one(name).symbol == symbol


@pytest.mark.parametrize(
    ("name", "symbol"),
    [("2-Sep", "SEPTIN2"), ("3-Mar", "MARCHF3"), ("Sep-07", "SEPTIN7"), ("2024-09-06", "SEPTIN6")],
)
def test_a_date_behind_which_one_gene_stands_is_repaired(name, symbol):
    mapped = map_one(name)

    assert (mapped.state, mapped.symbol) == ("repaired", symbol)
    assert "spreadsheet" in mapped.reason


@pytest.mark.parametrize("name", ["1-Mar", "2-Mar", "1-Dec", "1-Oct"])
def test_a_date_behind_which_several_genes_stand_is_ambiguous(name):
    assert map_one(name).state == "ambiguous"


def test_a_date_behind_which_no_gene_stands_is_lost():
    assert map_one("30-Jan").state == "lost"


@pytest.mark.parametrize("name", ["Tgfb1", "Kit", "ENSMUSG00000002603", "ALBU_BOVIN"])
def test_a_name_of_another_species_is_not_taken_for_the_human_gene(name):
    mapped = map_one(name)

    assert (mapped.state, mapped.symbol) == ("not_human", None)


def test_a_fasta_header_of_another_species_says_which():
    assert "BOVIN" in map_one("sp|P02769|ALBU_BOVIN").reason


def test_a_symbol_in_lower_case_is_lost_with_what_was_meant():
    mapped = map_one("tgfb1")

    assert (mapped.state, mapped.candidates) == ("lost", ("TGFB1",))


@pytest.mark.parametrize("name", ["XIST", "HSP90AA2P", "IGHA1"])
def test_a_gene_that_codes_for_no_protein_is_told_as_such(name):
    assert map_one(name).state == "not_coding"


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("ENSP00000221930", "protein"),
        ("ENSG00000999999", "Ensembl gene"),
        ("TGFB1_HUMAN", "entry name"),
        ("999999999", "Entrez"),
        ("", "no human gene"),
        ("NOGENE1", "no human gene"),
    ],
)
def test_what_is_lost_says_why(name, word):
    mapped = map_one(name)

    assert (mapped.state, mapped.symbol) == ("lost", None)
    assert word in mapped.reason


def test_a_number_among_names_is_not_taken_for_a_gene():
    mapped = map_one("7040", numbers_are_entrez=False)

    assert mapped.state == "lost"
    assert "date" in mapped.reason


@pytest.mark.parametrize(
    ("text", "accession"),
    [("P01137-2", "P01137"), ("tr|A0A024R5Z9|X_HUMAN", "A0A024R5Z9"), ("TGFB1", None), ("", None)],
)
def test_an_accession_is_read_without_what_surrounds_it(text, accession):
    assert read_accession(text) == accession


def test_the_number_of_a_day_among_names_is_offered_as_the_gene_and_not_taken():
    mapped = map_one("44806", numbers_are_entrez=False)

    assert (mapped.state, mapped.symbol, mapped.candidates) == ("lost", None, ("SEPTIN2",))


def test_a_date_with_day_month_and_year_is_mended():
    assert map_one("02.09.2022").symbol == "SEPTIN2"
    assert set(map_one("03/09/2022").candidates) == {"SEPTIN3", "MARCHF9"}
