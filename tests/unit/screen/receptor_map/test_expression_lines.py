import numpy as np
import polars as pl
import pytest

from tubulus.core.errors import InputError
from tubulus.screen.expression.matrix import build_expression
from tubulus.screen.receptor_map.expression_lines import (
    CellSource,
    PresenceRule,
    derive_expression_lines,
)

ORIGIN = CellSource("simulated", disease="NOA")


def make(cells, genes=("KIT", "RET")):
    """Make counts from (label, counts of the genes, number of cells)."""
    matrix = np.array([row for _, row, n in cells for _ in range(n)], dtype=float)
    labels = [label for label, _, n in cells for _ in range(n)]
    return build_expression(matrix, genes, labels)


def state_of(reading, symbol, cell_type):
    rows = reading.lines.filter(pl.col("symbol") == symbol, pl.col("cell_type") == cell_type)
    return rows["state"].item()


@pytest.mark.parametrize(
    ("expressing", "silent", "state"),
    [(3, 27, "present"), (2, 3, "unknown"), (0, 29, "absent"), (0, 28, "unknown"),
     (1, 20, "unknown"), (1, 46, "absent"), (3, 0, "present"), (1, 0, "unknown")],
)  # fmt: skip
def test_share_and_number_of_cells_give_the_state(expressing, silent, state):
    data = make([("Leydig", (2, 5), expressing), ("Leydig", (0, 5), silent)])

    assert state_of(derive_expression_lines(data, ORIGIN), "KIT", "Leydig cells") == state


def test_labels_of_one_cell_type_are_pooled_before_anything_is_counted():
    data = make([("SSC_1", (0, 5), 15), ("SSC_2", (0, 5), 15), ("thing", (3, 1), 9)])

    reading = derive_expression_lines(data, ORIGIN)

    assert state_of(reading, "KIT", "undifferentiated spermatogonia") == "absent"
    assert reading.lines.filter(pl.col("cell_type") == "thing")["compartment"][0] == "unresolved"
    assert "SSC_1 as undifferentiated spermatogonia" in " ".join(reading.notes)
    assert "thing" in reading.notes[-2]


def test_disease_and_species_stand_beside_each_line():
    lines = derive_expression_lines(make([("Leydig", (2, 1), 5)]), ORIGIN).lines

    assert set(lines["disease"]) == {"NOA"}
    assert set(lines["species"]) == {"human"}


def test_a_receptor_that_the_matrix_lacks_has_no_line_and_is_counted():
    reading = derive_expression_lines(
        make([("Leydig", (2, 1), 5)]), ORIGIN, receptors=["KIT", "GFRA1"]
    )

    assert reading.lines["symbol"].to_list() == ["KIT"]
    assert "1 of 2 receptors are not in the matrix" in reading.notes[-1]


@pytest.mark.parametrize("genes", [("Kit", "Ret"), ("Kit", "1700012B07Rik"), ("Kit", "Gm1")])
def test_a_mouse_matrix_is_refused_and_its_genes_are_not_guessed(genes):
    data = make([("Leydig", (2, 1), 5)], genes=genes)

    with pytest.raises(InputError, match=r"'Kit'.*human orthologues"):
        derive_expression_lines(data, ORIGIN)


def test_cells_of_another_species_under_human_symbols_keep_their_species():
    origin = CellSource("GSE0, orthologues mapped by us", species="mouse")

    lines = derive_expression_lines(make([("Leydig", (2, 1), 5)]), origin).lines

    assert set(lines["species"]) == {"mouse"}


def test_ensembl_ids_are_mapped_and_an_approved_symbol_goes_before_them():
    data = make([("Leydig", (2, 7, 1), 5)], genes=("ENSG00000157404", "KIT", "ENSG00000165731"))

    reading = derive_expression_lines(data, ORIGIN)

    assert reading.lines["symbol"].unique().sort().to_list() == ["KIT", "RET"]
    means = dict(reading.summary.frame.select("gene", "mean").iter_rows())
    assert means["KIT"] == pytest.approx(np.log1p(7))


def test_a_matrix_without_receptors_is_refused():
    with pytest.raises(InputError, match="none of the receptors"):
        derive_expression_lines(make([("Leydig", (2, 1), 5)], genes=("ACTB", "GAPDH")), ORIGIN)


@pytest.mark.parametrize("options", [{"share": 0.0}, {"share": 1.0}, {"min_expressing": 0}])
def test_a_rule_that_decides_nothing_is_refused(options):
    with pytest.raises(ValueError, match="share must lie"):
        PresenceRule(**options)


def test_the_share_that_is_asked_for_decides():
    data = make([("Leydig", (2, 5), 10), ("Leydig", (0, 5), 20)])

    reading = derive_expression_lines(data, ORIGIN, rule=PresenceRule(share=0.6))

    assert state_of(reading, "KIT", "Leydig cells") == "absent"
