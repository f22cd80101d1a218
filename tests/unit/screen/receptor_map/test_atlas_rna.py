import pytest
from tests.unit.screen.receptor_map.conftest import KIT, RET

from tubulus.core.errors import InputError
from tubulus.screen.receptor_map.atlas_rna import read_atlas_cell_rna, read_atlas_tissue_rna


def write_cells(write_table, rows, unit="nTPM"):
    header = ("Gene", "Gene name", "Cell type", unit)
    return write_table("rna_single_cell_type.tsv.zip", header, rows)


def test_rna_at_the_limit_is_present_and_below_it_unknown_never_absent(write_table):
    rows = [(*KIT, "Spermatogonia", "1.0"), (*KIT, "Leydig cells", "0"), (*KIT, "Neurons", "3.0")]

    lines = read_atlas_cell_rna(write_cells(write_table, rows)).lines

    assert lines.select("cell_type", "state", "value").rows() == [
        ("Leydig cells", "unknown", 0.0),
        ("spermatogonia", "present", 1.0),
    ]
    assert "not absent" in lines["reason"][0]


def test_tau_is_over_all_cells_of_the_body(write_table):
    rows = [(*KIT, "Spermatogonia", "7"), (*KIT, "Neurons", "0"), (*KIT, "Macrophages", "0")]

    lines = read_atlas_cell_rna(write_cells(write_table, rows)).lines

    assert lines["label"].to_list() == ["7.0 nTPM, tau 1.0"]
    assert "tau over 3 cell types" in lines["measure"][0]


def test_a_gene_that_lacks_a_cell_type_has_no_tau(write_table):
    rows = [(*KIT, "Spermatogonia", "7"), (*RET, "Spermatogonia", "7"), (*RET, "Neurons", "7")]

    labels = read_atlas_cell_rna(write_cells(write_table, rows)).lines["label"].to_list()

    assert labels == ["7.0 nTPM, tau unknown", "7.0 nTPM, tau 0.0"]


@pytest.mark.parametrize("unit", ["nCPM", "TPM", "NX"])
def test_the_unit_of_other_versions_is_named(write_table, unit):
    path = write_cells(write_table, [(*KIT, "Sertoli cells", "5")], unit)

    assert unit in read_atlas_cell_rna(path).lines["label"][0]


@pytest.mark.parametrize(
    ("rows", "unit", "message"),
    [
        ([(*KIT, "Neurons", "5")], "nTPM", "no cell type of the testis"),
        ([(*KIT, "Leydig cells", "much")], "nTPM", "line 2"),
        ([(*KIT, "Leydig cells", "5")], "amount", "nTPM, nCPM"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(write_table, rows, unit, message):
    with pytest.raises(InputError, match=message):
        read_atlas_cell_rna(write_cells(write_table, rows, unit))


def test_a_whole_tissue_is_context_without_a_cell(write_table):
    header = ("Gene", "Gene name", "Tissue", "nTPM")
    rows = [(*KIT, "testis", "3"), (*KIT, "brain", "3"), (*RET, "brain", "9")]
    path = write_table("rna_tissue_consensus.tsv.gz", header, rows)

    bulk = read_atlas_tissue_rna(path)

    assert bulk.select("symbol", "value", "unit", "tau", "n_tissues").rows() == [
        ("KIT", 3.0, "nTPM", 0.0, 2)
    ]
    with pytest.raises(InputError, match="liver"):
        read_atlas_tissue_rna(path, tissue="liver")


def test_only_the_genes_that_are_named_are_kept_with_the_tau_of_the_whole_file(write_table):
    rows = [(*KIT, "Spermatogonia", "7"), (*KIT, "Neurons", "0"), (*RET, "Spermatogonia", "1")]

    lines = read_atlas_cell_rna(write_cells(write_table, rows), genes=["KIT"]).lines

    assert lines["label"].to_list() == ["7.0 nTPM, tau 1.0"]


def test_naming_no_gene_of_the_file_gives_no_lines(write_table):
    path = write_cells(write_table, [(*KIT, "Spermatogonia", "7")])

    assert read_atlas_cell_rna(path, genes=["RET"]).lines.is_empty()
