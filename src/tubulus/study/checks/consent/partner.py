"""Data of the partner and of the child need her own consent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import polars as pl

from tubulus.study.checks.check import Check
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
    if any(_covers(entry, day) for entry in given):
        return ""
    return "she has withdrawn it"


def _covers(entry: Entry, day: date | None) -> bool:
    if get_day(entry, "consent_signed_on") is None:
        return False
    withdrawn_on = get_day(entry, "consent_withdrawn_on")
    if withdrawn_on is None:
        return not entry.get("consent_withdrawn").truth
    return day is not None and day <= withdrawn_on


NO_PARTNER_CONSENT = Check(
    id=_ID,
    title="Data of a pregnancy or a child rest on the partner's own consent.",
    severity="stop",
    looks_at="partner against pregnancy and neonatal",
    source="ICH E6(R3); she is no participant by his signature",
    function=check_partner_consent,
    topic="Consent",
)
