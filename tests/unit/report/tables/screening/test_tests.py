import polars as pl
from tests.support.screen_material import make_screen_material, make_tables

from tubulus.report.dossiers import list_dossiers
from tubulus.report.tables.screening.evidence import make_evidence_table
from tubulus.report.tables.screening.shortlist import make_shortlist_table
from tubulus.report.tables.screening.tests import make_cell_type_table, make_receptor_table


def list_texts(table):
    return [[str(label), *(str(cell) for cell in cells)] for _, label, cells in table.rows]


def test_results_without_the_newer_tables_make_none_of_their_tables():
    material = make_screen_material()

    assert make_shortlist_table(material) is None
    assert make_cell_type_table(material) is None
    assert make_evidence_table(material, list_dossiers(material)) is None


def test_a_cell_type_without_a_test_gives_the_reason_in_place_of_p():
    rows = list_texts(make_cell_type_table(make_screen_material(**make_tables())))

    assert rows[-1][5] == "no receptor with a partner"
    assert rows[-1][6:] == ["–", "–"]


def test_permutation_rates_stand_beside_q_where_the_run_has_them():
    old = make_screen_material()
    tests = old.results.tables["receptor_tests"].with_columns(fdr_permutation=pl.lit(0.33))

    without = make_receptor_table(old)
    beside = make_receptor_table(make_screen_material(receptor_tests=tests))

    assert len(beside.columns) == len(without.columns) + 1
    assert list_texts(beside)[0][5] == "0.33"
