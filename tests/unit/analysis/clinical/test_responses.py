"""Responders, man by man."""

from tests.support.clinic import derive

PLAN = """
[[analysis_sets]]
id = "all"
label = "Everybody"
when = "exists(allocation)"
[[endpoints]]
id = "sperm"
label = "Any sperm"
kind = "binary"
visit = "month-6"
when = 'any(semen@month-6 where sperm_seen in ["single", "counted"])'
[[estimands]]
id = "r1"
label = "Responders"
population = "all"
treatment = ["cells", "hormones"]
variable = "sperm"
intercurrent_events = [
  { label = "rescue", when = "any(concomitant-medication where rescue)", strategy = "composite" },
]
summary = "risk difference"
estimator = "risk-difference"
missing = "complete cases"
role = "primary"
"""
MEN = {"P1": "cells", "P2": "cells", "P3": "hormones", "P4": "hormones"}


def see(who, seen, number="1"):
    return {"participant": who, "visit": "month-6", "sample_number": number, "sperm_seen": seen}


def list_responses(folder):
    semen = [see("P1", "none"), see("P1", "single", "2"), see("P2", "counted"), see("P3", "none")]
    rescue = [{"participant": "P2", "drug": "hCG", "rescue": "yes"}]
    return derive(folder, MEN, plan=PLAN, semen=semen, concomitant_medication=rescue)


def test_a_responder_is_who_counts_in_the_estimate(tmp_path):
    rows = {row["participant"]: row for row in list_responses(tmp_path)["responses"].to_dicts()}

    assert [rows[name]["counted"] for name in MEN] == [True, False, False, None]


def test_the_most_that_any_ejaculate_held_is_told(tmp_path):
    rows = {row["participant"]: row for row in list_responses(tmp_path)["responses"].to_dicts()}

    assert [rows[name]["seen"] for name in MEN] == ["single", "counted", "", ""]


def test_the_definition_stands_in_words(tmp_path):
    rows = list_responses(tmp_path)["clinical"].filter(section="definitions").to_dicts()

    assert len(rows) == 1
    assert "month 6" in rows[0]["note"]
    assert "rescue" in rows[0]["note"]
    assert "any(" not in rows[0]["note"]


def test_every_row_names_its_provenance(tmp_path):
    assert list_responses(tmp_path)["clinical"]["provenance"].unique().to_list() == ["p1"]
