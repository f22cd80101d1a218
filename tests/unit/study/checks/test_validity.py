from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.study_data import Book

from tubulus.study.checks.consent.validity import Signature, find_obstacle, read_signatures

DAY = date(2026, 1, 5)
SIGNED = Signature(
    signed_on=DAY,
    version="1",
    covers_procedures=True,
    withdrawn=False,
    withdrawn_on=None,
    withdrawn_scope="",
)
days = st.dates(date(2025, 1, 1), date(2027, 1, 1))


@given(days, st.booleans())
def test_a_consent_covers_every_day_from_its_signature_on(day, is_treatment):
    obstacle = find_obstacle([SIGNED], day, is_treatment=is_treatment)

    assert bool(obstacle) == (day < DAY)


@given(days, days, days)
def test_a_withdrawal_never_covers_more(signed, withdrawn, day):
    plain = Signature(signed, "1", True, False, None, "")
    ended = Signature(signed, "1", True, True, withdrawn, "")

    if find_obstacle([plain], day, is_treatment=True):
        assert find_obstacle([ended], day, is_treatment=True)


@given(days, days, days, st.sampled_from(["", "treatment", "follow-up", "data"]))
def test_what_a_treatment_may_follow_up_may_too(signed, withdrawn, day, scope):
    signature = Signature(signed, "1", True, True, withdrawn, scope)

    if not find_obstacle([signature], day, is_treatment=True):
        assert not find_obstacle([signature], day, is_treatment=False)


@pytest.mark.parametrize(("later", "covered"), [(-1, True), (0, True), (1, False)])
def test_the_day_of_the_withdrawal_itself_is_not_reported(later, covered):
    withdrawn_on = DAY + timedelta(days=30)
    signature = Signature(DAY, "1", True, True, withdrawn_on, "")

    obstacle = find_obstacle([signature], withdrawn_on + timedelta(days=later), is_treatment=True)

    assert (obstacle == "") == covered


def test_nobody_has_signed_nothing():
    assert read_signatures([]) == []
    assert find_obstacle([], DAY, is_treatment=False)


def test_a_day_of_withdrawal_is_a_withdrawal_and_a_consent_without_a_date_is_none():
    book = Book()
    book.write("P1", "consent", signed_on="2026-02-01", version="2", withdrawn_on="2026-03-01")
    book.write("P1", "consent", version="3")
    book.write("P1", "consent", signed_on="2026-01-01", version="1")

    signatures = read_signatures(book.entries)

    assert [(s.version, s.withdrawn) for s in signatures] == [("1", False), ("2", True)]
