from tubulus.screen.identifiers.table import RENAMED, count_identifiers, load_identifiers
from tubulus.screen.reference import load_genes, load_symbols


def test_the_table_holds_the_genes_that_the_screen_knows():
    assert load_identifiers().coding == frozenset(load_genes()["symbol"].to_list())


def test_the_table_agrees_with_every_alias_of_the_reference():
    table = load_identifiers()

    for alias, symbol in load_symbols().aliases.items():
        assert table.select_coding(table.aliases[alias]) == (symbol,)


def test_renamed_genes_are_approved_symbols():
    table = load_identifiers()

    assert set(RENAMED.values()) <= table.coding
    assert not set(RENAMED) & table.coding


def test_the_type_of_a_gene_is_told():
    table = load_identifiers()

    assert table.find_type("TGFB1") == "protein-coding"
    assert table.find_type("XIST") == "ncRNA"
    assert table.find_type("NOGENE1") is None


def test_a_symbol_is_either_coding_or_not():
    table = load_identifiers()

    assert not table.coding & set(table.other_types)
    assert count_identifiers() == len(table.coding) + len(table.other_types)
