"""Asked pairs come from a table or from the shortlist, matched by name."""

import polars as pl
import pytest

from tubulus.core.errors import InputError, StudyError
from tubulus.core.results import Results
from tubulus.dock.partners.partner_table import PartnerTable
from tubulus.dock.preparation.partners import PartnerRequest
from tubulus.runs.docking.reading.asked_pairs import match_shortlist, read_asked_pairs


def make_partners(fixed, mobile, folder=None):
    rows = [*((name, "receptor") for name in fixed), *((name, "ligand") for name in mobile)]
    requests = (PartnerRequest(folder or "x.pdb", name=n, role=role) for n, role in rows)
    return PartnerTable("partners.csv", tuple(requests), {})


PARTNERS = make_partners(["TGFBR2", "MET"], ["TGFB3", "HGF"])


def read(tmp_path, text):
    path = tmp_path / "pairs.csv"
    path.write_text(text, "utf-8")
    return read_asked_pairs(path, PARTNERS)


def test_pairs_may_say_whether_they_are_known(tmp_path):
    asked = read(tmp_path, "fixed,mobile,known\nTGFBR2,TGFB3,yes\nMET,TGFB3,No\nMET,HGF,\n")

    assert asked.pairs == (("TGFBR2", "TGFB3"), ("MET", "TGFB3"), ("MET", "HGF"))
    assert asked.known == {("TGFBR2", "TGFB3"): True, ("MET", "TGFB3"): False}
    assert asked.source == "pairs.csv"


def test_all_problems_of_the_table_are_told_at_once(tmp_path):
    text = "fixed,mobile,known\nTGFBR1,TGFB3,perhaps\nMET,HGF,yes\nMET,HGF,no\n"
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)

    told = {(p.row, p.field) for p in caught.value.problems}
    assert told == {(2, "fixed"), (2, "known"), (4, "known")}


def make_screen(*rows):
    schema = {"rank": pl.Int64, "ligand": pl.String, "receptor": pl.String}
    return Results({"shortlist": pl.DataFrame(rows, schema=schema, orient="row")})


def test_the_shortlist_is_matched_by_name_and_keeps_its_ranks():
    asked = match_shortlist(make_screen((1, "HGF", "MET"), (2, "TGFB3", "TGFBR2")), PARTNERS)

    assert asked.pairs == (("MET", "HGF"), ("TGFBR2", "TGFB3"))
    assert asked.ranks == {("MET", "HGF"): 1, ("TGFBR2", "TGFB3"): 2}


def test_pairs_of_the_shortlist_without_a_structure_are_listed_with_what_lacks_one():
    screen = make_screen((1, "TGFB3", "TGFBR1+TGFBR2"), (2, "KITLG", "KIT"), (3, "HGF", "MET"))

    asked = match_shortlist(screen, PARTNERS)

    assert asked.pairs == (("MET", "HGF"),)
    assert asked.without_structure == (
        ("TGFBR1+TGFBR2", "TGFB3", "TGFBR1+TGFBR2"),
        ("KIT", "KITLG", "KIT and KITLG"),
    )


def test_a_partner_that_differs_by_capitals_alone_is_named():
    partners = make_partners(["Tgfbr2"], ["TGFB3"])

    asked = match_shortlist(make_screen((1, "TGFB3", "TGFBR2")), partners)

    ((_, _, lacks),) = asked.without_structure
    assert lacks == "TGFBR2, though Tgfbr2 is a partner: capitals count"


def test_a_complex_whose_structure_bears_its_name_is_docked():
    partners = make_partners(["TGFBR1+TGFBR2"], ["TGFB3"])

    asked = match_shortlist(make_screen((1, "TGFB3", "TGFBR1+TGFBR2")), partners)

    assert asked.pairs == (("TGFBR1+TGFBR2", "TGFB3"),)


def test_a_screen_that_ranked_nothing_is_told():
    with pytest.raises(StudyError, match=r"made no shortlist; give .* pairs_file"):
        match_shortlist(Results({}), PARTNERS)
