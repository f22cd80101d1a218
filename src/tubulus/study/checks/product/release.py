"""What is injected was released before, was tested, had not expired, and was there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import (
    find_entries,
    get_code,
    get_day,
    get_number,
    make_finding_at,
    select_standard,
)
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import Entry, ParticipantData, StudyData

__all__ = [
    "CELLS_AVAILABLE",
    "RELEASED",
    "TESTED",
    "UNEXPIRED",
    "check_cells_available",
    "check_expiry",
    "check_release",
    "check_tests",
]

_RELEASE = "lot-released"
_EXPIRY = "lot-not-expired"
_TESTS = "lot-tested"
_CELLS = "cells-available"

_TOPIC = "Chain of identity"
_DO_NOT = "do not inject; if it was injected, report it as a deviation and inform the sponsor"
_CANNOT = "cannot be shown"
_UNDATED = "the date of the injection is not known"


def _iterate_injections(
    study: Study, data: StudyData
) -> Iterator[tuple[ParticipantData, Entry, list[Entry]]]:
    """Yield each injection with every record of its lot that the participant has."""
    for participant, entry, _ in find_entries(study, data, "injection"):
        lot = get_code(entry, "lot")
        products = select_standard(study, participant, "cell-product")
        yield participant, entry, [p for p, _ in products if lot and get_code(p, "lot") == lot]


def _judge_lots(
    study: Study,
    data: StudyData,
    check: str,
    judge: Callable[[date | None, Entry], Iterator[str]],
) -> list[Finding]:
    """Make a stop of each thing that a rule finds wrong in any record of an injected lot."""
    findings: list[Finding] = []
    for _, entry, products in _iterate_injections(study, data):
        lot, given = get_code(entry, "lot"), get_day(entry, "given_on")
        # a lot recorded twice is wrong once for one reason
        reasons = dict.fromkeys(reason for p in products for reason in judge(given, p))
        findings.extend(
            make_finding_at(entry, "stop", check, f"lot {lot} {reason}", item="lot", remedy=_DO_NOT)
            for reason in reasons
        )
    return findings


def check_release(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each injection of a lot that cannot be shown to have been made and released before."""
    return _judge_lots(study, data, _RELEASE, _judge_release)


def _judge_release(given: date | None, product: Entry) -> Iterator[str]:
    produced, released_on = get_day(product, "produced_on"), get_day(product, "released_on")
    if given is not None and produced is not None and given < produced:
        yield "was injected before it was produced"
    if product.get("released").truth is not True:
        yield "is not recorded as released"
    elif released_on is None:
        yield "has no day of release"
    elif given is None:
        yield f"{_CANNOT} to have been injected after its release: {_UNDATED}"
    elif given < released_on:
        yield "was injected before its release"


def check_expiry(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each injection that cannot be shown to precede the expiry of its lot."""
    return _judge_lots(study, data, _EXPIRY, _judge_expiry)


def _judge_expiry(given: date | None, product: Entry) -> Iterator[str]:
    expires = get_day(product, "expires_at")
    if expires is None:
        yield "has no expiry"
    elif given is None:
        yield f"{_CANNOT} to have been injected before it expired: {_UNDATED}"
    elif given > expires:
        yield "had expired"


def check_tests(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each injected lot without viability or without a sterility result."""
    return [
        finding
        for _, entry, products in _iterate_injections(study, data)
        for product in products
        for finding in _check_tests(entry, product)
    ]


def _check_tests(entry: Entry, product: Entry) -> Iterator[Finding]:
    lot, sterility = get_code(entry, "lot"), get_code(product, "sterility")
    if sterility == "positive":
        message = f"lot {lot} is not sterile"
        yield make_finding_at(entry, "stop", _TESTS, message, item="lot", remedy=_DO_NOT)
    if sterility == "pending":
        # a short-lived product is often released before the culture is read
        message = f"the sterility test of lot {lot} is still pending"
        remedy = "enter the final result"
        yield make_finding_at(product, "warning", _TESTS, message, item="sterility", remedy=remedy)
    for item in ("viability", "sterility"):
        if not product.get(item).is_known:
            message = f"lot {lot} was injected, but its {item} is not documented"
            remedy = "enter the result of the certificate"
            yield make_finding_at(product, "error", _TESTS, message, item=item, remedy=remedy)


def check_cells_available(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report injections that together hold more cells than their lot did."""
    given: dict[tuple[str, str], float] = {}
    findings = []
    for participant, entry, products in _iterate_injections(study, data):
        lot, dose = get_code(entry, "lot"), get_number(entry, "dose")
        held = [n for p in products if (n := get_number(p, "viable_cells")) is not None]
        if not held or dose is None:
            continue
        key = (participant.id, lot)
        given[key] = given.get(key, 0.0) + dose
        # counts are printed with few digits: a part in a hundred is rounding
        if given[key] > min(held) * 1.01:
            message = f"more cells of lot {lot} were injected than it held"
            remedy = "compare dose and viable cells with the certificate; both are in million"
            findings.append(
                make_finding_at(entry, "error", _CELLS, message, item="dose", remedy=remedy)
            )
    return findings


RELEASED = Check(
    id=_RELEASE,
    title="A lot is produced and released before it is injected.",
    severity="stop",
    looks_at="injection.given_on against cell-product.produced_on, released and released_on",
    source="release of a cell product before its use",
    function=check_release,
    topic=_TOPIC,
)

UNEXPIRED = Check(
    id=_EXPIRY,
    title="A lot is injected before it expires.",
    severity="stop",
    looks_at="injection.given_on against cell-product.expires_at",
    source="release of a cell product before its use",
    function=check_expiry,
    topic=_TOPIC,
)

TESTED = Check(
    id=_TESTS,
    title="Viability and sterility of an injected lot are documented, and it is sterile.",
    severity="stop",
    looks_at="injection against cell-product.viability and sterility",
    source="release panel of a cell product",
    function=check_tests,
    topic=_TOPIC,
)

CELLS_AVAILABLE = Check(
    id=_CELLS,
    title="No more cells are injected than the lot held.",
    severity="error",
    looks_at="injection.dose against cell-product.viable_cells",
    source="arithmetic",
    function=check_cells_available,
    topic=_TOPIC,
)
