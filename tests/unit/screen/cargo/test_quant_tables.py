import pytest

from tubulus.core.errors import InputError
from tubulus.screen.cargo.proteins import CargoOptions
from tubulus.screen.cargo.reading import read_cargo_file

MATRIX = ("Protein.Group", "Protein.Ids", "Protein.Names", "Genes", "First.Protein.Description")
REPORT = (
    "File.Name", "Run", "Protein.Group", "Genes", "PG.Quantity", "PG.MaxLFQ", "Q.Value",
    "PG.Q.Value", "Precursor.Id", "Stripped.Sequence",
)  # fmt: skip
COMBINED = (
    "Protein", "Protein ID", "Entry Name", "Gene", "Organism", "Protein Probability",
    "Combined Total Peptides", "Combined Spectral Count", "EV1 Spectral Count",
    "EV1 Unique Spectral Count", "EV1 Intensity", "EV2 Intensity", "EV1 MaxLFQ Intensity",
    "EV2 MaxLFQ Intensity",
)  # fmt: skip
HUMAN = "Homo sapiens OX=9606"


def make_combined(name, gene, organism=HUMAN, prefix="sp|"):
    identity = f"{prefix}{name}|X_HUMAN"
    return (identity, name, "X_HUMAN", gene, organism, 1, 5, 9, 9, 4, 10, 20, 6, 0)


def test_a_matrix_of_diann_gives_the_mean_over_its_runs(write_rows):
    rows = [
        (*MATRIX, r"C:\runs\ev 1.raw", "/data/ev2.d"),
        ("P01137", "P01137", "TGFB1_HUMAN", "TGFB1", "x", "10", "30"),
        ("P10721;P10722", "P10721", "KIT_HUMAN", "KIT", "x", "", "8"),
    ]

    reading = read_cargo_file(write_rows(rows, "report.pg_matrix.tsv"))

    assert "pg_matrix" in reading.format
    assert reading.cargo.select("symbol", "quantity", "n_runs").rows() == [
        ("TGFB1", 20.0, 2),
        ("KIT", 8.0, 1),
    ]


def test_runs_of_a_matrix_need_no_path(write_rows):
    rows = [(*MATRIX, "N.Sequences", "ev1"), ("P01137", "", "", "TGFB1", "x", "3", "10")]

    assert read_cargo_file(write_rows(rows)).cargo["quantity"].to_list() == [10.0]


def test_precursors_of_diann_are_joined_to_groups(write_rows):
    def make(run, group, gene, quantity, q="0.001"):
        return ("f", run, group, gene, "1", quantity, "0.001", q, "PEPTIDE2", "PEPTIDE")

    rows = [
        REPORT,
        make("a", "P01137", "TGFB1", "10"),
        make("a", "P01137", "TGFB1", "10"),
        make("b", "P01137", "TGFB1", "20"),
        make("b", "P10721", "KIT", "5", q="0.2"),
    ]

    reading = read_cargo_file(write_rows(rows, "report.tsv"))

    assert reading.cargo.select("symbol", "quantity", "n_runs").rows() == [("TGFB1", 15.0, 2)]
    assert any("1 rows above the protein q-value" in note for note in reading.notes)


def test_a_combined_table_of_fragpipe_is_read_with_its_species_and_prefixes(write_rows):
    rows = [
        COMBINED,
        make_combined("P01137", "TGFB1"),
        make_combined("P02769", "ALB", organism="Bos taurus OX=9913"),
        make_combined("P10721", "KIT", prefix="contam_sp|"),
        make_combined("P10600", "TGFB3", prefix="rev_sp|"),
    ]

    reading = read_cargo_file(write_rows(rows, "combined_protein.tsv"))

    aside = reading.mapping.filter(reading.mapping["state"] == "set_aside")["reason"].to_list()
    assert reading.cargo.select("symbol", "quantity", "quantity_unit", "n_runs").rows() == [
        ("TGFB1", 6.0, "MaxLFQ", 1)
    ]
    assert "Bos taurus" in aside[0]
    assert "contaminant" in aside[1]
    assert "decoy" in aside[2]


@pytest.mark.parametrize(
    ("columns", "unit", "quantity"),
    [(14, "MaxLFQ", 6.0), (12, "intensity", 15.0), (10, "spectra", 9.0)],
)
def test_fragpipe_quantities_are_those_of_the_runs(write_rows, columns, unit, quantity):
    rows = [COMBINED[:columns], make_combined("P01137", "TGFB1")[:columns]]

    row = read_cargo_file(write_rows(rows)).cargo.row(0, named=True)

    assert (row["quantity_unit"], row["quantity"]) == (unit, quantity)


def test_a_table_of_one_fragpipe_run_is_read(write_rows):
    header = (
        "Protein", "Protein ID", "Entry Name", "Gene", "Organism", "Protein Probability",
        "Unique Peptides", "Total Intensity", "Unique Intensity", "Razor Intensity",
    )  # fmt: skip
    row = ("sp|P01137|X", "P01137", "X", "TGFB1", HUMAN, "1", "1", "9", "3", "7")
    path = write_rows(
        [header, row, ("sp|P10721|X", "P10721", *row[2:3], "KIT", HUMAN, 1, 3, 5, 5, 5)]
    )

    reading = read_cargo_file(path, options=CargoOptions(min_peptides=2))

    assert reading.cargo["symbol"].to_list() == ["KIT"]


def test_a_table_of_spectronaut_is_read(write_rows):
    header = (
        "PG.ProteinGroups",
        "PG.Genes",
        "PG.Organisms",
        "[1] a.PG.Quantity",
        "[2] b.PG.Quantity",
    )
    rows = [header, ("P01137", "TGFB1", "Homo sapiens", "1,5", "Filtered")]

    reading = read_cargo_file(write_rows(rows))

    assert reading.cargo.select("symbol", "quantity", "n_runs").rows() == [("TGFB1", 1.5, 1)]


def test_a_table_whose_rows_all_fail_the_limit_is_refused(write_rows):
    row = ("f", "a", "P01137", "TGFB1", "1", "1", "0.5", "0.5", "P2", "P")

    with pytest.raises(InputError, match="no protein that could be kept"):
        read_cargo_file(write_rows([REPORT, row]))


def test_chosen_runs_of_a_diann_report_make_the_cargo(write_rows):
    def make(run, group, gene, quantity):
        return ("f", run, group, gene, "1", quantity, "0.001", "0.001", "PEPTIDE2", "PEPTIDE")

    header = tuple(name.replace(".", "_") for name in REPORT)
    rows = [header, make("EV1", "P01137", "TGFB1", "10"), make("lysate", "P01137", "TGFB1", "90")]
    path = write_rows([*rows, make("lysate", "P10721", "KIT", "5")], "report.tsv")

    reading = read_cargo_file(path, options=CargoOptions(samples=("EV*",)))

    assert reading.cargo.select("symbol", "quantity", "n_runs").rows() == [("TGFB1", 10.0, 1)]


@pytest.mark.parametrize(
    ("header", "row", "wanted"),
    [
        ((*MATRIX, "/data/EV1.d", "/data/lysate.d"), ("P01137", "", "", "TGFB1", "x"), "EV1*"),
        (("PG.ProteinGroups", "PG.Genes", "[1] EV1.PG.Quantity", "[2] c.PG.Quantity"),
         ("P01137", "TGFB1"), "EV1"),
        (("Protein", "Protein ID", "Gene", "Protein Probability", "EV1 Intensity", "c Intensity"),
         ("sp|P01137|X", "P01137", "TGFB1", "1"), "EV1"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("dotted", [False, True])
def test_samples_are_chosen_in_tables_of_every_program(write_rows, header, row, wanted, dotted):
    if dotted:
        header = tuple(n.replace(" ", ".").replace("[1]", "X.1.") for n in header)
    path = write_rows([header, (*row, "4", "8")])

    reading = read_cargo_file(path, options=CargoOptions(samples=(wanted,)))

    assert reading.cargo.select("symbol", "quantity").rows() == [("TGFB1", 4.0)]
