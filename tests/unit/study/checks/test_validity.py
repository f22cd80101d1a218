from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.study_data import Book

from tubulus.study.checks.consent.validity import (
    Consent,
    Signature,
    Withdrawal,
    find_obstacle,
    read_consent,
)

DAY = date(2026, 1, 5)
days = st.dates(date(2025, 1, 1), date(2027, 1, 1))
scopes = st.sampled_from(["", "treatment", "follow-up", "data"])
withdrawals = st.builds(Withdrawal, st.none() | days, st.none() | days, scopes, st.booleans())


def sign(day=DAY, *ended):
    return Consent((Signature(day, "1", covers_procedures=True),), ended)


@given(days, st.booleans())
def test_a_consent_covers_every_day_from_its_signature_on(day, is_treatment):
    obstacle = find_obstacle(sign(), day, is_treatment=is_treatment)

    assert bool(obstacle) == (day < DAY)


@given(days, withdrawals, st.none() | days, st.booleans())
def test_a_withdrawal_never_covers_more(signed, withdrawal, day, is_treatment):
    if find_obstacle(sign(signed), day, is_treatment=is_treatment):
        assert find_obstacle(sign(signed, withdrawal), day, is_treatment=is_treatment)


@given(days, withdrawals, st.none() | days)
def test_what_a_treatment_may_follow_up_may_too(signed, withdrawal, day):
    consent = sign(signed, withdrawal)

    if not find_obstacle(consent, day, is_treatment=True):
        assert not find_obstacle(consent, day, is_treatment=False)


@given(days, st.none() | days, days)
def test_a_withdrawal_on_its_own_ends_no_less_than_one_beside_the_signature(signed, ended, day):
    alone, beside = Withdrawal(ended), Withdrawal(ended, signed)

    if find_obstacle(sign(signed, beside), day, is_treatment=False):
        assert find_obstacle(sign(signed, alone), day, is_treatment=False)


@given(st.lists(days, max_size=2), st.lists(withdrawals, max_size=2))
def test_a_treatment_on_an_unknown_day_is_never_covered(signed, ended):
    signatures = tuple(Signature(day, "1", covers_procedures=True) for day in sorted(signed))

    assert find_obstacle(Consent(signatures, tuple(ended)), None, is_treatment=True)


@pytest.mark.parametrize(("later", "covered"), [(-1, True), (0, True), (1, False)])
def test_the_day_of_the_withdrawal_itself_is_not_reported(later, covered):
    withdrawn_on = DAY + timedelta(days=30)
    consent = sign(DAY, Withdrawal(withdrawn_on, DAY))

    obstacle = find_obstacle(consent, withdrawn_on + timedelta(days=later), is_treatment=True)

    assert (obstacle == "") == covered


def test_nobody_has_signed_nothing():
    assert read_consent([]) == Consent()
    assert find_obstacle(Consent(), DAY, is_treatment=False)


def test_a_day_of_withdrawal_is_a_withdrawal_and_a_consent_without_a_date_is_none():
    book = Book()
    book.write("P1", "consent", signed_on="2026-02-01", version="2", withdrawn_on="2026-03-01")
    book.write("P1", "consent", version="3")
    book.write("P1", "consent", signed_on="2026-01-01", version="1", withdrawn="no")

    consent = read_consent(book.entries)

    assert [signature.version for signature in consent.signatures] == ["1", "2"]
    assert consent.withdrawals == (Withdrawal(date(2026, 3, 1), date(2026, 2, 1)),)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"withdrawn": "yes"}, Withdrawal()),
        ({"withdrawn": "yes", "withdrawn_on": "?"}, Withdrawal()),
        ({"withdrawn": "perhaps"}, Withdrawal(is_certain=False)),
        ({"withdrawn": "no", "withdrawn_on": "?"}, Withdrawal(is_certain=False)),
        (
            {"signed_on": "2026-02-01", "withdrawn_on": "2026-01-01"},
            Withdrawal(None, date(2026, 2, 1)),
        ),
    ],
)
def test_a_withdrawal_counts_wherever_it_stands_and_however_it_reads(cells, expected):
    book = Book().write("P1", "consent", **cells)

    assert read_consent(book.entries).withdrawals == (expected,)
