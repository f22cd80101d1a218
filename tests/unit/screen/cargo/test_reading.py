import polars as pl
import pytest

from tubulus.core.errors import InputError
from tubulus.screen.cargo.proteins import CargoOptions
from tubulus.screen.cargo.reading import CARGO_SCHEMA, read_cargo_file
from tubulus.screen.engine import run_screen


def find_problems(path, **options):
    with pytest.raises(InputError) as caught:
        read_cargo_file(path, **options)
    return caught.value.problems


def test_every_name_that_cannot_be_mapped_is_refused_with_its_line(write):
    problems = find_problems(write("symbol\nKIT\nTgfb1\nOCT1\nTGFB11\nXIST\n1-Mar\n"))

    assert [p.row for p in problems] == [3, 4, 5, 6, 7]
    assert "'TGFB1'" in problems[0].remedy
    assert "'POU2F1' or 'SLC22A1'" in problems[1].remedy
    assert "did you mean" in problems[2].remedy


def test_names_that_cannot_be_mapped_can_be_left_out_and_are_reported(write):
    reading = read_cargo_file(write("symbol\nKIT\nTgfb1\nOCT1\n"), unknown_symbols="leave_out")

    assert reading.cargo["symbol"].to_list() == ["KIT"]
    assert reading.mapping["state"].to_list() == ["mapped", "not_human", "ambiguous"]


def test_a_list_of_a_mouse_is_told_so(write):
    problems = find_problems(write("symbol\nTgfb1\nKit\nCd63\n"))

    assert any("most names are not human" in p.message for p in problems)


def test_very_many_problems_are_cut_and_counted(write):
    names = "\n".join(f"NOGENE{n}" for n in range(80))

    problems = find_problems(write(f"symbol\n{names}\n"))

    assert len(problems) == 52
    assert any(p.message == "has 30 more" for p in problems)


def test_a_file_that_names_no_gene_at_all_is_refused_even_then(write):
    problems = find_problems(write("symbol\nNOGENE1\n"), unknown_symbols="leave_out")

    assert "no human protein-coding gene" in problems[0].message


def test_a_gene_named_twice_is_one_row_and_reported(write):
    reading = read_cargo_file(write("symbol,quantity\nCAVIN1,1\nPTRF,2\n"))

    assert reading.cargo.select("symbol", "quantity").rows() == [("CAVIN1", 1.0)]
    assert reading.mapping["same_as_line"].to_list() == [None, 2]


def test_the_cargo_has_its_columns_and_can_be_screened(write):
    reading = read_cargo_file(write("uniprot\nP01137\n"))

    result = run_screen(reading.cargo, seed=1)

    assert reading.cargo.schema == pl.Schema(CARGO_SCHEMA)
    assert "TGFB1" in result.interactions.filter(pl.col("state") == "present")["ligand"].to_list()


def test_what_was_made_of_a_file_is_said(write):
    notes = read_cargo_file(write("symbol\nKIT\n2-Sep\n")).notes

    assert notes[0] == "cargo.txt was read as list of proteins."
    assert any("could be mended: 2-Sep" in note for note in notes)


def test_a_species_that_the_file_does_not_name_is_not_stated_whatever_the_names_map_to(write):
    unsaid = read_cargo_file(write("symbol\nKIT\n")).cargo
    said = read_cargo_file(write("symbol,species\nKIT,human\n")).cargo

    assert unsaid["species"].to_list() == ["not stated (the name is that of a human gene)"]
    assert said["species"].to_list() == ["human"]


def test_what_the_settings_say_of_species_and_cells_stands_where_a_row_does_not(write):
    options = CargoOptions(species="human", source_cell="bone-marrow MSC")

    cargo = read_cargo_file(
        write("symbol,species,cell\nKIT,,\nCD63,mouse,fibroblast\n"), options=options
    ).cargo

    assert cargo.select("species", "source_cell").rows() == [
        ("human", "bone-marrow MSC"),
        ("mouse", "fibroblast"),
    ]


def test_a_remedy_names_the_section_of_its_key(write):
    problems = find_problems(write("symbol\nKIT\nTGFB11\n"))

    assert problems[0].remedy.endswith('unknown_symbols = "leave_out" in [screen]')
