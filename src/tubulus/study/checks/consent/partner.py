"""Data of the partner and of the child need her own consent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.consent.validity import Withdrawal, read_withdrawals
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import get_day, make_finding_at, select_standard
from tubulus.study.definition.study import Study
from tubulus.study.derivations.study_days import find_entry_day
from tubulus.study.records.participants import Entry, ParticipantData, StudyData

__all__ = ["NO_PARTNER_CONSENT", "check_partner_consent"]

_ID = "partner-without-consent"


def check_partner_consent(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each entry on a pregnancy or a child that the partner's consent does not cover.

    She may sign after the pregnancy was detected; what is dated after her withdrawal may not be
    kept.
    """
    return [finding for participant in data for finding in _check_participant(study, participant)]


def _check_participant(study: Study, participant: ParticipantData) -> Iterator[Finding]:
    consents = [entry for entry, _ in select_standard(study, participant, "partner")]
    for standard in ("pregnancy", "neonatal"):
        for entry, _ in select_standard(study, participant, standard):
            obstacle = _find_obstacle(consents, find_entry_day(study, entry))
            if obstacle:
                yield make_finding_at(
                    entry,
                    "stop",
                    _ID,
                    f"{standard} data without the partner's consent: {obstacle}",
                    remedy="enter her consent, or remove the entry",
                )


def _find_obstacle(consents: Sequence[Entry], day: date | None) -> str:
    given = [entry for entry in consents if entry.get("consent_given").truth]
    if not given:
        return "she is not recorded as having consented"
    if all(get_day(entry, "consent_signed_on") is None for entry in given):
        return "the date of her signature is missing"
    withdrawals = read_withdrawals(consents, prefix="consent_")
    if any(not _list_ends(entry, withdrawals, day) for entry in given):
        return ""
    if all(withdrawal.is_certain for withdrawal in withdrawals):
        return "she has withdrawn it"
    return "it cannot be read whether she has withdrawn it"


def _list_ends(
    consent: Entry, withdrawals: Sequence[Withdrawal], day: date | None
) -> list[Withdrawal]:
    """List the withdrawals that end a signed consent; one without a date ended at any time."""
    signed_on = get_day(consent, "consent_signed_on")
    if signed_on is None:
        return [*withdrawals, Withdrawal()]
    # what is not dated, or was before she signed, is judged by what she says now
    judged = max(day, signed_on) if day is not None else date.max
    return [withdrawal for withdrawal in withdrawals if withdrawal.ends(signed_on, judged)]


NO_PARTNER_CONSENT = Check(
    id=_ID,
    title="Data of a pregnancy or a child rest on the partner's own consent.",
    severity="stop",
    looks_at="partner against pregnancy and neonatal",
    source="ICH E6(R3); she is no participant by his signature",
    function=check_partner_consent,
    topic="Consent",
)
