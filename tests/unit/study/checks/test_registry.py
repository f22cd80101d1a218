from datetime import date

import polars as pl
import pytest
from tests.support.study_data import Book, make_study, make_trial

from tubulus.study.checks.finding import FINDING_SCHEMA, SEVERITIES
from tubulus.study.checks.registry import CHECKS, list_checks, run_checks
from tubulus.study.records.participants import make_study_data

EMPTY_STUDY = """
schema_version = 1
[study]
id = "bare"
title = "No forms"
allocation = "single-arm"
masking = "open label"
"""


def make_bad_book() -> Book:
    book = Book().enrol("P1").enrol("P2", "hormones")
    book.write("P1", "marrow-harvest", harvest_id="H1", donor="P2", harvested_on="2026-01-20")
    book.write("P1", "cell-product", lot="L1", donor="P1", harvest_id="H1", released="no")
    book.write("P1", "injection", lot="L1", recipient="P1", given_on="2026-02-20", dose="17.25")
    book.write("P2", "semen", "baseline", volume="3.75", concentration="12.5", total="87.5")
    book.write("P2", "hormones", "month-6", testosterone="451.5", fsh="88.75", lh="twelve")
    return book


def test_every_identifier_is_used_once():
    names = [check.id for check in list_checks()]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("check", list_checks(), ids=lambda check: check.id)
def test_every_check_says_what_it_is(check):
    assert check.title.endswith(".")
    assert check.severity in SEVERITIES
    assert check.source
    assert check.looks_at


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_finds_nothing_where_there_is_nobody(check):
    assert Book().find(check) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_passes_over_a_study_without_its_forms(check):
    book = make_bad_book()
    study = make_study(EMPTY_STUDY)

    found = check.function(study, book.records.filter(pl.col("problem") == ""), book.data)

    assert found == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_takes_entries_in_which_everything_is_missing(check):
    book = Book()
    for form in book.study.forms:
        visit = form.visits[0] if form.visits else ""
        book.write("P1", form.id, visit, **{item.id: "" for item in form.items})

    known = {"unknown-participant"}
    assert all(finding.check in known for finding in book.run(check))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_reports_no_graver_than_it_says(check):
    worst = SEVERITIES.index(check.severity)

    assert all(SEVERITIES.index(f.severity) >= worst for f in make_bad_book().run(check))


def test_one_flawless_participant_has_no_finding():
    book = Book().enrol("P1")

    assert run_checks(book.study, book.records, book.data).is_empty()


def test_the_runner_gives_the_findings_of_every_check():
    book = make_bad_book()

    frame = run_checks(book.study, book.records, book.data)

    assert frame.schema == FINDING_SCHEMA
    assert {"donor-is-recipient", "lot-released", "semen-total", "hormone-unit"} <= set(
        frame["check"]
    )
    assert frame["severity"][0] == "stop"


def test_the_order_of_the_records_changes_nothing():
    book = make_bad_book()
    shuffled = book.records.sample(fraction=1.0, shuffle=True, seed=7)
    data = make_study_data(shuffled, arm_role=("allocation", "arm"))

    one = run_checks(book.study, book.records, book.data)
    other = run_checks(book.study, shuffled, data)

    assert one.equals(other)


def test_no_message_holds_a_value_of_a_participant():
    book = make_bad_book()

    texts = "\n".join(
        message + remedy
        for message, remedy in run_checks(book.study, book.records, book.data)
        .select("message", "remedy")
        .rows()
    )

    for value in ("17.25", "3.75", "12.5", "87.5", "451.5", "88.75", "twelve", "1990"):
        assert value not in texts


def test_a_date_after_the_data_cut_is_reported_where_a_cut_is_given():
    book = Book().write("P1", "hormones", "baseline", collected_on="2026-03-02")
    book.write("P1", "cell-product", lot="L1", expires_at="2027-01-01")

    frame = run_checks(book.study, book.records, book.data, data_cut=date(2026, 3, 1))

    late = frame.filter(pl.col("check") == "date-after-data-cut")
    assert late.select("form", "item").rows() == [("hormones", "collected_on")]


@pytest.mark.parametrize("cut", [None, date(2026, 3, 2)])
def test_a_date_on_the_data_cut_or_without_one_is_not_late(cut):
    book = Book().write("P1", "hormones", "baseline", collected_on="2026-03-02")

    frame = run_checks(book.study, book.records, book.data, data_cut=cut)

    assert "date-after-data-cut" not in set(frame["check"])


def test_a_finding_of_a_rule_carries_the_identifier_of_form_and_rule():
    book = Book().write("P1", "semen", "baseline", leukocytes="9", round_cells="2")

    frame = run_checks(book.study, book.records, book.data)

    assert "semen.leukocytes-among-round-cells" in set(frame["check"])


def test_a_printed_percentage_is_found_at_its_line_of_the_file():
    study = make_trial(more='[[reported]]\nid = "r"\nlabel = "r"\npercent = "43.8"\nn = 171\n')
    book = Book(study)

    frame = run_checks(study, book.records, book.data)

    assert frame["file"][0] == "study.toml"
    assert frame["row"][0] > 0
    assert "46.2" not in frame["message"][0]
