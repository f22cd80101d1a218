import polars as pl
from tests.support.screen_material import make_screen_material, make_tables

from tubulus.report.dossiers import list_dossiers
from tubulus.report.tables.screening.evidence import make_evidence_table
from tubulus.report.tables.screening.questions import make_question_table, write_amount
from tubulus.report.tables.screening.shortlist import make_shortlist_table
from tubulus.report.tables.screening.tests import make_cell_type_table, make_receptor_table


def list_texts(table):
    return [[str(label), *(str(cell) for cell in cells)] for _, label, cells in table.rows]


def test_the_shortlist_leads_to_its_dossiers_and_calls_itself_a_list_of_hypotheses():
    material = make_screen_material(**make_tables())

    table = make_shortlist_table(material)

    first = list_texts(table)[0]
    assert f'href="#{list_dossiers(material)[0].id}"' in first[0]
    assert "hypothesis" in table.notes[0]


def test_a_shortlist_of_a_hundred_pairs_is_cut_and_counted():
    row = make_tables()["shortlist"].head(1)
    many = pl.concat([row.with_columns(rank=pl.lit(i, pl.Int64)) for i in range(1, 101)])

    table = make_shortlist_table(make_screen_material(shortlist=many))

    assert len(table.rows) == 25
    assert table.notes[-1].startswith("75 more pairs")


def test_a_shortlisted_pair_without_scores_has_words_and_no_zero():
    rows = {"rank": [1], "ligand": ["L"], "receptor": ["R"], "cell_types": ["Sertoli cells"]}

    table = make_shortlist_table(make_screen_material(shortlist=pl.DataFrame(rows)))

    assert list_texts(table)[0][2:7] == ["unresolved", "–", "not scored", "–", "–"]


def test_results_without_the_newer_tables_make_none_of_their_tables():
    material = make_screen_material()

    assert make_shortlist_table(material) is None
    assert make_cell_type_table(material) is None
    assert make_evidence_table(material, list_dossiers(material)) is None


def test_the_evidence_of_a_pair_is_one_row_of_signs_with_words():
    material = make_screen_material(**make_tables())

    table = make_evidence_table(material, list_dossiers(material))

    assert len(table.rows) == 5
    words = ("present", "absent", "unknown")
    assert all(any(w in cell for w in words) for row in list_texts(table) for cell in row[1:])


def test_questions_say_what_was_not_computed_and_what_is_discouraged():
    rows = list_texts(make_question_table(make_screen_material(**make_tables())))
    cells = {row[0]: row for row in rows}

    assert cells["Receptors of equal degree"][5] == "not computed"
    assert "signed network" in cells["Receptors of equal degree"][8]
    assert cells["Any protein of the proteome"][8] == "discouraged"
    assert rows[0][0] == "Other vesicle proteomes"


def test_amounts_are_whole_where_they_are_counts():
    assert [write_amount(v) for v in (10000, 60.0, 34.21, 0.0913, None)] == [
        "10\N{NARROW NO-BREAK SPACE}000",
        "60",
        "34.2",
        "0.091",
        "–",
    ]


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
