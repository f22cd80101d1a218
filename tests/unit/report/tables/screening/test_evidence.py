from tests.support.screen_material import make_screen_material, make_tables

from tubulus.report.dossiers import list_dossiers
from tubulus.report.tables.screening.evidence import make_evidence_table


def list_texts(table):
    return [[str(label), *(str(cell) for cell in cells)] for _, label, cells in table.rows]


def test_the_evidence_of_a_pair_is_one_row_of_signs_with_words():
    material = make_screen_material(**make_tables())

    table = make_evidence_table(material, list_dossiers(material))

    assert len(table.rows) == 5
    words = ("present", "absent", "unknown", "basal", "adluminal", "interstitial")
    assert all(any(w in cell for w in words) for row in list_texts(table) for cell in row[1:])
