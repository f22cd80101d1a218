import polars as pl

from tubulus.screen.identifiers.report import MAPPING_SCHEMA, map_identifiers


def test_every_identifier_is_counted_once():
    report = map_identifiers(["TGFB1", "OCT1", "NOGENE1", "Kit", "XIST", "2-Sep", "PTRF", "CAVIN1"])

    assert report.counts == {
        "given": 8, "mapped": 3, "repaired": 1, "ambiguous": 1, "not_coding": 1, "not_human": 1,
        "lost": 1, "duplicated": 1, "genes": 3,
    }  # fmt: skip


def test_a_gene_named_twice_points_to_its_first_line():
    frame = map_identifiers(["PTRF", "KIT", "CAVIN1"], lines=[4, 7, 9]).make_frame()

    assert frame["same_as_line"].to_list() == [None, None, 4]
    assert frame["symbol"].to_list() == ["CAVIN1", "KIT", "CAVIN1"]


def test_the_report_names_what_was_lost():
    sentences = " ".join(map_identifiers(["TGFB1", "NOGENE1", "OCT1"]).describe())

    assert "NOGENE1" in sentences
    assert "OCT1" in sentences


def test_a_long_list_of_losses_is_shortened():
    names = [f"NOGENE{n}" for n in range(20)]

    assert "and 15 more" in " ".join(map_identifiers(names).describe())


def test_no_identifiers_give_an_empty_report():
    report = map_identifiers([])

    assert report.make_frame().schema == pl.Schema(MAPPING_SCHEMA)
    assert report.symbols == ()
    assert not report.looks_foreign


def test_numbers_are_entrez_ids_only_among_numbers():
    numbers = map_identifiers(["7040", "3815"])
    mixed = map_identifiers(["TGFB1", "KIT", "44621"])

    assert numbers.symbols == ("TGFB1", "KIT")
    assert mixed.names[2].state == "lost"


def test_a_list_of_a_mouse_looks_foreign():
    assert map_identifiers(["Tgfb1", "Kit", "TGFB1"]).looks_foreign
    assert not map_identifiers(["Tgfb1", "KIT", "TGFB1"]).looks_foreign
