import pytest

from tubulus.core.errors import InputError
from tubulus.screen.cargo.proteins import CargoOptions
from tubulus.screen.cargo.reading import read_cargo_file

HEADER = (
    "Protein IDs", "Majority protein IDs", "Gene names", "Fasta headers", "Unique peptides",
    "Intensity", "Intensity EV1", "iBAQ", "iBAQ peptides", "LFQ intensity EV1", "LFQ intensity EV2",
    "Only identified by site", "Reverse", "Potential contaminant",
)  # fmt: skip


def make_row(ids, genes="", marks=("", "", ""), lfq=("100", "300"), peptides="3", fasta=""):
    return (ids, ids, genes, fasta, peptides, "900", "900", "40", "7", *lfq, *marks)


@pytest.fixture
def read(write_rows):
    def read_rows(*rows, header=HEADER, **options):
        path = write_rows([header, *rows], "proteinGroups.txt")
        return read_cargo_file(path, options=CargoOptions(**options))

    return read_rows


def test_marked_groups_are_set_aside_with_the_reason(read):
    reading = read(
        make_row("P01137", "TGFB1"),
        make_row("REV__P10721", marks=("", "+", "")),
        make_row("CON__P02769", marks=("", "", "+")),
        make_row("P10721", "KIT", marks=("+", "", "")),
    )

    aside = reading.mapping.filter(reading.mapping["state"] == "set_aside")
    assert reading.cargo["symbol"].to_list() == ["TGFB1"]
    assert aside["line"].to_list() == [3, 4, 5]
    assert "reversed" in aside["reason"][0]
    assert "contaminant" in aside["reason"][1]
    assert "site only" in aside["reason"][2]


def test_a_group_of_several_genes_stands_for_its_leading_protein(read):
    reading = read(make_row("P10600;P01137", "TGFB3;TGFB1"))

    row = reading.cargo.row(0, named=True)
    assert (row["symbol"], row["uniprot"]) == ("TGFB3", "P10600")
    assert row["listed_as"] == "P10600;P01137 (TGFB3;TGFB1)"


def test_the_gene_name_decides_where_an_accession_is_shared(read):
    assert read(make_row("P62805", "H4C3;H4C1")).cargo["symbol"].to_list() == ["H4C3"]


def test_the_gene_name_stands_in_for_an_unknown_accession(read):
    assert read(make_row("A0A9Z9ZZZ9", "KIT")).cargo["symbol"].to_list() == ["KIT"]


def test_the_gene_is_read_from_the_fasta_header_where_there_are_no_gene_names(read):
    row = make_row("A0A9Z9ZZZ9", fasta="tr|A0A9Z9ZZZ9|X_HUMAN Kit OS=Homo sapiens GN=KIT PE=1")

    assert read(row).cargo["symbol"].to_list() == ["KIT"]


def test_lfq_is_the_mean_over_the_runs_with_a_value(read):
    reading = read(make_row("P01137", "TGFB1"), make_row("P10721", "KIT", lfq=("0", "50,5")))

    assert reading.cargo["quantity"].to_list() == [200.0, 50.5]
    assert reading.cargo["n_runs"].to_list() == [2, 1]
    assert set(reading.cargo["quantity_unit"]) == {"LFQ intensity"}


def test_without_lfq_ibaq_is_taken_and_then_intensity(read):
    def drop(row, *names):
        return tuple(c for n, c in zip(HEADER, row, strict=True) if not n.startswith(names))

    row = make_row("P01137", "TGFB1")

    ibaq = read(drop(row, "LFQ"), header=drop(HEADER, "LFQ"))
    sums = read(drop(row, "LFQ", "iBAQ"), header=drop(HEADER, "LFQ", "iBAQ"))

    assert ibaq.cargo.row(0, named=True)["quantity"] == 40.0
    assert sums.cargo.row(0, named=True)["quantity"] == 900.0


def test_groups_with_too_few_unique_peptides_are_set_aside(read):
    reading = read(
        make_row("P01137", "TGFB1"), make_row("P10721", "KIT", peptides="1"), min_peptides=2
    )

    assert reading.cargo["symbol"].to_list() == ["TGFB1"]
    assert "1 unique peptides of 2 needed" in reading.mapping["reason"].to_list()[1]


def test_unmapped_groups_are_left_out_and_counted(read):
    reading = read(make_row("P01137", "TGFB1"), make_row("Q9Z9Z9"), make_row("P01137-2", "TGFB1"))

    assert reading.cargo["symbol"].to_list() == ["TGFB1"]
    assert reading.mapping["state"].to_list() == ["mapped", "lost", "mapped"]
    assert reading.mapping["same_as_line"].to_list() == [None, None, 2]


def test_a_file_of_marked_groups_only_is_refused_with_the_reasons(read):
    with pytest.raises(InputError, match="1 is a reversed sequence"):
        read(make_row("REV__P10721", marks=("", "+", "")))


def write_dots(names):
    return tuple(name.replace(" ", ".") for name in names)


@pytest.mark.parametrize(
    "rename",
    [
        write_dots,
        lambda names: tuple(name.upper().replace(" ", "_") for name in names),
        lambda names: (*write_dots(names[:6]), *names[6:]),
    ],
)
def test_a_header_that_another_program_wrote_again_is_still_that_of_maxquant(read, rename):
    rows = (
        (*make_row("P01137", "TGFB1", peptides="4"), "0"),
        (*make_row("P10721", "KIT", marks=("+", "", "")), "1"),
        (*make_row("P09603", "CSF1", peptides="1"), "2"),
    )

    reading = read(*rows, header=rename((*HEADER, "id")), min_peptides=2)

    assert reading.cargo.select("symbol", "quantity", "n_runs").rows() == [("TGFB1", 200.0, 2)]
    assert reading.format == "MaxQuant proteinGroups.txt"
    assert reading.mapping["state"].to_list().count("set_aside") == 2


def test_groups_without_a_quantity_in_the_chosen_samples_are_no_cargo(read):
    rows = (
        make_row("P01137", "TGFB1", lfq=("100", "300")),
        make_row("P10721", "KIT", lfq=("0", "50")),
    )

    everything = read(*rows)
    chosen = read(*rows, samples=("EV1",))

    assert everything.cargo["symbol"].to_list() == ["TGFB1", "KIT"]
    assert chosen.cargo.select("symbol", "quantity").rows() == [("TGFB1", 100.0)]
    assert "quantity in 0 of the 1 samples" in chosen.mapping["reason"].to_list()[1]
    assert any("1 of 2 samples: EV1; 1 protein groups have none" in n for n in chosen.notes)
