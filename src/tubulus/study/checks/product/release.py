"""What is injected was released before, was tested, had not expired, and was there."""

from __future__ import annotations

from collections.abc import Iterator

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


def _iterate_injections(
    study: Study, data: StudyData
) -> Iterator[tuple[ParticipantData, Entry, Entry]]:
    """Yield each injection with the record of its lot, where the participant has it."""
    for participant, entry, _ in find_entries(study, data, "injection"):
        lot = get_code(entry, "lot")
        for product, _ in select_standard(study, participant, "cell-product"):
            if lot and get_code(product, "lot") == lot:
                yield participant, entry, product
                break


def check_release(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each injection of a lot that had not been released by that day."""
    findings = []
    for _, entry, product in _iterate_injections(study, data):
        given, released_on = get_day(entry, "given_on"), get_day(product, "released_on")
        lot = get_code(entry, "lot")
        if product.get("released").truth is not True:
            message = f"lot {lot} is not recorded as released"
        elif released_on is None:
            message = f"the day of release of lot {lot} is missing"
        elif given is not None and given < released_on:
            message = f"lot {lot} was injected before its release"
        else:
            continue
        findings.append(
            make_finding_at(entry, "stop", _RELEASE, message, item="lot", remedy=_DO_NOT)
        )
    return findings


def check_expiry(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each injection after the lot had expired, or of a lot without an expiry."""
    findings = []
    for _, entry, product in _iterate_injections(study, data):
        given, expires = get_day(entry, "given_on"), get_day(product, "expires_at")
        lot = get_code(entry, "lot")
        if expires is None:
            message = f"the expiry of lot {lot} is missing"
        elif given is not None and given > expires:
            message = f"lot {lot} had expired"
        else:
            continue
        findings.append(
            make_finding_at(entry, "stop", _EXPIRY, message, item="lot", remedy=_DO_NOT)
        )
    return findings


def check_tests(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each injected lot without viability or without a sterility result."""
    findings = []
    for _, entry, product in _iterate_injections(study, data):
        lot, sterility = get_code(entry, "lot"), get_code(product, "sterility")
        if sterility == "positive":
            message = f"lot {lot} is not sterile"
            findings.append(
                make_finding_at(entry, "stop", _TESTS, message, item="lot", remedy=_DO_NOT)
            )
        if sterility == "pending":
            # a short-lived product is often released before the culture is read
            message = f"the sterility test of lot {lot} is still pending"
            remedy = "enter the final result"
            findings.append(
                make_finding_at(
                    product, "warning", _TESTS, message, item="sterility", remedy=remedy
                )
            )
        missing = [item for item in ("viability", "sterility") if not product.get(item).is_known]
        findings.extend(
            make_finding_at(
                product,
                "error",
                _TESTS,
                f"lot {lot} was injected, but its {item} is not documented",
                item=item,
                remedy="enter the result of the certificate",
            )
            for item in missing
        )
    return findings


def check_cells_available(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report injections that together hold more cells than their lot did."""
    given: dict[tuple[str, str], float] = {}
    findings = []
    for participant, entry, product in _iterate_injections(study, data):
        lot = get_code(entry, "lot")
        available, dose = get_number(product, "viable_cells"), get_number(entry, "dose")
        if available is None or dose is None:
            continue
        key = (participant.id, lot)
        given[key] = given.get(key, 0.0) + dose
        # counts are printed with few digits: a part in a hundred is rounding
        if given[key] > available * 1.01:
            message = f"more cells of lot {lot} were injected than it held"
            remedy = "compare dose and viable cells with the certificate; both are in million"
            findings.append(
                make_finding_at(entry, "error", _CELLS, message, item="dose", remedy=remedy)
            )
    return findings


RELEASED = Check(
    id=_RELEASE,
    title="A lot is released before it is injected.",
    severity="stop",
    looks_at="injection against cell-product.released and released_on",
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
