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

    assert list_texts(table)[0][2:7] == ["unresolved", "–", "not scored", "–", "–"]
