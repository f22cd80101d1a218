import polars as pl
from tests.support.screen_material import make_screen_material, make_tables

from tubulus.report.dossiers import list_dossiers
from tubulus.report.tables.screening.shortlist import make_shortlist_table


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

    assert list_texts(table)[0][1:6] == [
        "Sertoli cells (side unresolved)", "–", "not scored", "–", "–",
    ]  # fmt: skip


def test_cell_types_stand_by_their_side_of_the_barrier():
    material = make_screen_material(**make_tables())

    cells = [row[1] for row in list_texts(make_shortlist_table(material))]

    assert all(cell.endswith(")") for cell in cells)
    assert any("(basal)" in cell for cell in cells)


def test_what_is_true_of_every_pair_is_said_once():
    tables = make_tables()
    rows = make_screen_material(**tables).results.tables["interactions"]
    rows = rows.with_columns(cargo_source_cell=pl.lit("hESC-derived MSC (not bone marrow)"))

    table = make_shortlist_table(make_screen_material(**tables, interactions=rows))

    assert "ligand not from bone marrow" in table.notes[1]
    assert not any("bone marrow" in text for row in list_texts(table) for text in row)


def test_the_meaning_of_the_scores_is_not_left_to_the_foot_of_the_table():
    table = make_shortlist_table(make_screen_material(**make_tables()))

    assert not any("reference positives" in note for note in table.notes)
