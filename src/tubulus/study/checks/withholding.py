"""What identifies a person stays out of every finding, whatever a check has written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tubulus.study.checks.finding import Finding
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import ParticipantData, StudyData

__all__ = ["WITHHELD", "withhold_identifying"]

WITHHELD = "(withheld)"
"""Stands where a message would have held a text that identifies a person."""


def withhold_identifying(
    study: Study, data: StudyData, findings: Iterable[Finding]
) -> Iterator[Finding]:
    """Yield findings whose message and remedy hold no identifying text of their participant.

    Parameters
    ----------
    study : Study
        Tells which items identify a person: the form's decision, or the item's own.
    data : StudyData
        The participants.
    findings : iterable of Finding
        As the checks made them.

    Notes
    -----
    Checks name identifiers, numbers of lots and laboratories, but it is the study that decides
    which of these identify a person. Whole words are compared, whatever their case.
    """
    patterns: dict[str, re.Pattern[str] | None] = {}
    for finding in findings:
        person = data.participants.get(finding.participant)
        if person is None:
            yield finding
            continue
        if person.id not in patterns:
            patterns[person.id] = _compile(study, person)
        pattern = patterns[person.id]
        if pattern is None:
            yield finding
        else:
            yield replace(
                finding,
                message=pattern.sub(WITHHELD, finding.message),
                remedy=pattern.sub(WITHHELD, finding.remedy),
            )


def _compile(study: Study, person: ParticipantData) -> re.Pattern[str] | None:
    texts = {text for entry_text in _list_texts(study, person) if (text := entry_text.strip())}
    if not texts:
        return None
    # the longest first, so that a name is not cut by its own beginning
    listed = "|".join(map(re.escape, sorted(texts, key=lambda text: (-len(text), text))))
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE)


def _list_texts(study: Study, person: ParticipantData) -> Iterator[str]:
    for entry in person.entries:
        form = study.find_form(entry.form)
        for item in form.items if form else ():
            if form and item.kind == "text" and form.is_identifying(item):
                yield entry.get(item.id).text or ""
