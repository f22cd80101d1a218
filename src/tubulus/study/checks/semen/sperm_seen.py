"""What was seen and what was counted must say the same."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import (
    find_entries,
    get_code,
    get_day,
    make_finding_at,
    select_standard,
)
from tubulus.study.definition.study import Study
from tubulus.study.derivations.semen import SpermFinding, derive_sperm_finding
from tubulus.study.records.participants import Entry, StudyData
from tubulus.study.records.values import Value, ValueState

__all__ = [
    "NOT_QUANTIFIABLE",
    "NO_SPERM",
    "SURGICAL_SPERM",
    "check_no_sperm",
    "check_not_quantifiable",
    "check_surgical_sperm",
]

_NO_SPERM = "semen-no-sperm"
_SNQ = "semen-not-quantifiable"
_SURGICAL = "semen-day-of-surgery"

_OF_SPERM = ("progressive", "non_progressive", "immotile", "vitality", "normal_forms")
_AMOUNTS = ("concentration", "total")


def _has_value(value: Value) -> bool:
    return value.state not in {
        ValueState.MISSING,
        ValueState.NOT_APPLICABLE,
        ValueState.UNREADABLE,
    }


def _says_sperm(value: Value) -> bool:
    """Tell whether an amount says that there were sperm."""
    if value.state is ValueState.NOT_QUANTIFIABLE or value.state is ValueState.ABOVE_LIMIT:
        return True
    return value.is_known and (value.number or 0.0) > 0


def check_no_sperm(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report sperm where none were seen: qualities of none, or an amount above none.

    Motility, vitality and morphology of no sperm do not apply; zero would say that all sperm were
    immotile or abnormal, and would enter a mean.
    """
    findings: list[Finding] = []
    for _, entry, _ in find_entries(study, data, "semen"):
        if derive_sperm_finding(entry) is SpermFinding.NONE:
            findings.extend(_judge_no_sperm(entry))
        elif get_code(entry, "sperm_seen") == "counted":
            findings.extend(
                make_finding_at(
                    entry,
                    "error",
                    _NO_SPERM,
                    f"sperm were counted, but {item} is zero",
                    item=item,
                    remedy="correct sperm_seen, or write SNQ where sperm could not be counted",
                )
                for item in _AMOUNTS
                if entry.get(item).is_known and entry.get(item).number == 0
            )
    return findings


def _judge_no_sperm(entry: Entry) -> Iterator[Finding]:
    for item in _OF_SPERM:
        if _has_value(entry.get(item)):
            message = f"no sperm were seen, so {item} does not apply; zero is a value"
            remedy = "write NA or leave it empty"
            yield make_finding_at(entry, "error", _NO_SPERM, message, item=item, remedy=remedy)
    for item in _AMOUNTS:
        if _says_sperm(entry.get(item)):
            message = f"no sperm were seen, but {item} says that there were"
            remedy = "compare with the report of the laboratory"
            yield make_finding_at(entry, "error", _NO_SPERM, message, item=item, remedy=remedy)


def check_not_quantifiable(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report numbers for sperm that were seen but could not be counted.

    "Seen, not quantifiable" is a state of its own, neither zero nor missing.
    """
    findings: list[Finding] = []
    for _, entry, _ in find_entries(study, data, "semen"):
        if get_code(entry, "sperm_seen") != "single":
            if get_code(entry, "sperm_seen") == "counted":
                findings.extend(_judge_counted(entry))
            continue
        for item in _AMOUNTS:
            value = entry.get(item)
            if value.is_known or value.state is ValueState.NOT_APPLICABLE:
                message = f"single sperm were seen and not counted, so {item} is SNQ"
                remedy = "write SNQ: neither zero nor empty"
                findings.append(
                    make_finding_at(entry, "error", _SNQ, message, item=item, remedy=remedy)
                )
    return findings


def _judge_counted(entry: Entry) -> Iterator[Finding]:
    for item in _AMOUNTS:
        if entry.get(item).state is ValueState.NOT_QUANTIFIABLE:
            message = f"sperm were counted, but {item} is SNQ"
            remedy = "enter the number, or correct sperm_seen to single"
            yield make_finding_at(entry, "error", _SNQ, message, item=item, remedy=remedy)


def check_surgical_sperm(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report sperm in an "ejaculate" of the day on which sperm were retrieved by surgery."""
    findings = []
    for participant, entry, _ in find_entries(study, data, "semen"):
        day = get_day(entry, "collected_on")
        if day is None or derive_sperm_finding(entry) not in {
            SpermFinding.SINGLE,
            SpermFinding.COUNTED,
        }:
            continue
        if any(
            get_day(surgery, "given_on") == day and surgery.get("microtese").truth
            for surgery, _ in select_standard(study, participant, "injection")
        ):
            findings.append(
                make_finding_at(
                    entry,
                    "warning",
                    _SURGICAL,
                    "sperm in the ejaculate are dated on the day of microTESE",
                    item="collected_on",
                    remedy="sperm retrieved at surgery are not sperm in the ejaculate: enter them "
                    "as sperm_retrieved of the injection form",
                )
            )
    return findings


NO_SPERM = Check(
    id=_NO_SPERM,
    title="Where no sperm were seen, their amount is none and their quality does not apply.",
    severity="error",
    looks_at="semen: sperm_seen, " + ", ".join((*_AMOUNTS, *_OF_SPERM)),
    source="semen arithmetic: no sperm means not applicable, not 0",
    function=check_no_sperm,
    topic="Semen",
)

NOT_QUANTIFIABLE = Check(
    id=_SNQ,
    title="Single sperm are 'seen, not quantifiable': neither zero nor a number.",
    severity="error",
    looks_at="semen: sperm_seen, concentration, total",
    source="cryptozoospermia is sperm in the pellet only (Esteves, chapter 7, citing Jaffe 1998)",
    function=check_not_quantifiable,
    topic="Semen",
)

SURGICAL_SPERM = Check(
    id=_SURGICAL,
    title="Sperm retrieved at microTESE are not entered as sperm in the ejaculate.",
    severity="warning",
    looks_at="semen.collected_on against injection.given_on with microtese",
    source="an endpoint in the ejaculate is not one in the testis",
    function=check_surgical_sperm,
    topic="Semen",
)
