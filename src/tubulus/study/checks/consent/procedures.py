"""No procedure without a valid consent."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.consent.validity import find_obstacle, read_consent
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import get_day, make_finding_at, select_standard
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import ParticipantData, StudyData

__all__ = ["NO_CONSENT", "check_consent"]

_ID = "procedure-without-consent"

# built-in form, its date, and whether it treats (a man may end treatment and stay in follow-up)
_PROCEDURES = (
    ("marrow-harvest", "harvested_on", True),
    ("injection", "given_on", True),
    ("hormone-therapy", "started_on", True),
    ("lifestyle-programme", "started_on", True),
    ("semen", "collected_on", False),
    ("hormones", "collected_on", False),
    ("blood-count", "collected_on", False),
    ("coagulation", "collected_on", False),
    ("infectious-markers", "collected_on", False),
    ("long-term-safety", "seen_on", False),
)


def check_consent(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each procedure that no valid consent covers, or a treatment that cannot be dated."""
    if not study.find_standard("consent"):
        return []
    return [finding for participant in data for finding in _check_participant(study, participant)]


def _check_participant(study: Study, participant: ParticipantData) -> Iterator[Finding]:
    consent = read_consent([entry for entry, _ in select_standard(study, participant, "consent")])
    for standard, dated_by, is_treatment in _PROCEDURES:
        for entry, _ in select_standard(study, participant, standard):
            day = get_day(entry, dated_by)
            obstacle = find_obstacle(consent, day, is_treatment=is_treatment)
            if obstacle:
                yield make_finding_at(
                    entry,
                    "stop",
                    _ID,
                    f"{standard} without valid consent: {obstacle}",
                    item=dated_by,
                    remedy="compare with the signed form; if true, report it as a deviation",
                )


NO_CONSENT = Check(
    id=_ID,
    title="Every procedure is covered by a consent that was signed, in force and wide enough.",
    severity="stop",
    looks_at="consent against " + ", ".join(name for name, _, _ in _PROCEDURES),
    source="ICH E6(R3): consent before any procedure of the study",
    function=check_consent,
    topic="Consent",
)
