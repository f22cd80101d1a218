"""From which harvest a product was made, and that it was made after it."""

from __future__ import annotations

import polars as pl

from tubulus.core.identifiers import suggest_name
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
from tubulus.study.records.participants import StudyData

__all__ = ["HARVEST_LINK", "HARVEST_ORDER", "check_harvest_link", "check_harvest_order"]

_HARVEST = "harvest-of-the-product"
_ORDER = "product-after-harvest"


def check_harvest_link(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each product whose harvest is not a harvest of the same man."""
    if not study.find_standard("marrow-harvest"):
        return []
    findings = []
    for participant, entry, _ in find_entries(study, data, "cell-product"):
        harvests = [
            get_code(harvest, "harvest_id")
            for harvest, _ in select_standard(study, participant, "marrow-harvest")
        ]
        named = get_code(entry, "harvest_id")
        if named and named in harvests:
            continue
        if named:
            message = f"harvest {named} is no harvest of this participant"
        else:
            message = "the harvest that the product was made from is not named"
        remedy = suggest_name(named, filter(None, harvests))
        findings.append(
            make_finding_at(entry, "stop", _HARVEST, message, item="harvest_id", remedy=remedy)
        )
    return findings


def check_harvest_order(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each product whose culture or production is dated before its own harvest."""
    findings = []
    for participant, entry, _ in find_entries(study, data, "cell-product"):
        harvested = [
            day
            for harvest, _ in select_standard(study, participant, "marrow-harvest")
            if get_code(harvest, "harvest_id") == get_code(entry, "harvest_id")
            and (day := get_day(harvest, "harvested_on"))
        ]
        for item in ("culture_started_on", "produced_on"):
            day = get_day(entry, item)
            if day is not None and harvested and day < min(harvested):
                message = "it is dated before the harvest that the product was made from"
                remedy = "compare both dates with the source documents"
                findings.append(
                    make_finding_at(entry, "error", _ORDER, message, item=item, remedy=remedy)
                )
    return findings


HARVEST_LINK = Check(
    id=_HARVEST,
    title="A product was made from a harvest of the same man.",
    severity="stop",
    looks_at="cell-product.harvest_id against marrow-harvest.harvest_id",
    source="autologous product: chain of identity from harvest to injection",
    function=check_harvest_link,
    topic="Chain of identity",
)

HARVEST_ORDER = Check(
    id=_ORDER,
    title="A product is cultured and made after the harvest that it comes from.",
    severity="error",
    looks_at="cell-product.culture_started_on and produced_on against marrow-harvest.harvested_on",
    source="autologous product: chain of identity from harvest to injection",
    function=check_harvest_order,
    topic="Chain of identity",
)
