"""Pregnancies and births."""

from tests.support.clinic import FORMS, describe, find

MEN = {"P1": "cells", "P2": "cells", "P3": "cells"}


def consent(*names, **more):
    return [{"participant": name, "consent_given": "yes", **more} for name in names]


def pregnancy(who, **more):
    return {"participant": who, "detected_on": "2026-08-01", **more}


def test_couples_without_her_consent_are_in_neither_number(tmp_path):
    found = [pregnancy("P1", conception="natural"), pregnancy("P3")]

    rows = describe(tmp_path, MEN, partner=consent("P1", "P2"), pregnancy=found)

    row = find(rows, "Couples with a pregnancy", arm="cells")
    assert (row.n, row.denominator) == (1, 2)
    assert "1 man without the partner's consent is not counted" in row.note
    assert "1 pregnancy on record without her consent is left out" in row.note
    assert find(rows, "Couples with a natural conception", arm="cells").n == 1


def test_a_withdrawn_consent_is_none(tmp_path):
    partners = [*consent("P1"), *consent("P2", consent_withdrawn="yes")]

    rows = describe(tmp_path, MEN, partner=partners)

    assert find(rows, "Couples with a pregnancy", arm="cells").denominator == 1


def test_without_the_partners_form_every_man_counts(tmp_path):
    forms = [name for name in FORMS if name != "partner"]

    rows = describe(tmp_path, MEN, forms=forms, pregnancy=[pregnancy("P3")])

    row = find(rows, "Couples with a pregnancy", arm="cells")
    assert (row.n, row.denominator, row.note) == (1, 3, "")


def test_two_pregnancies_of_a_couple_are_one_couple_and_two_outcomes(tmp_path):
    found = [
        pregnancy("P1", outcome="miscarriage"),
        pregnancy("P1", outcome="live-birth", detected_on="2026-12-01"),
    ]

    rows = describe(tmp_path, MEN, partner=consent("P1"), pregnancy=found)

    assert find(rows, "Couples with a pregnancy", arm="cells").n == 1
    assert find(rows, "Couples with a live birth", arm="cells").n == 1
    levels = {
        row.level: (row.n, row.denominator)
        for row in rows
        if row.level and row.section == "pregnancy"
    }
    assert levels["Miscarriage"] == levels["Live birth"] == (1, 2)
    assert levels["Not recorded"] == (2, 2)


def test_a_newborn_alone_shows_a_live_birth(tmp_path):
    born = [{"participant": "P1", "live_birth": "yes", "gestational_age": "39", "birthweight": ""}]

    rows = describe(tmp_path, MEN, partner=consent("P1"), neonatal=born)

    assert find(rows, "Couples with a live birth", arm="cells").n == 1
    assert find(rows, "Gestational age", arm="cells").value == 39.0
    weight = find(rows, "Birthweight", arm="cells")
    assert (weight.value, weight.n, weight.denominator) == (None, 0, 1)
    assert "not recorded" in find(rows, "Newborns with a major anomaly", arm="cells").note


def test_without_the_form_nothing_is_said_of_pregnancies(tmp_path):
    rows = describe(tmp_path, MEN, forms=["adverse-event"])

    assert not [row for row in rows if row.section == "pregnancy"]
