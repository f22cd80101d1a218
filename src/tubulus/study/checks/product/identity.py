"""Chain of identity: the donor of the marrow is the recipient of the cells, always."""

from __future__ import annotations

import polars as pl

from tubulus.core.identifiers import suggest_name
from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import find_entries, get_code, make_finding_at, select_standard
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import StudyData

__all__ = [
    "IDENTITY",
    "LOT_LINK",
    "ONE_MAN_ONE_HARVEST",
    "ONE_MAN_ONE_LOT",
    "check_harvest_owner",
    "check_identity",
    "check_lot_link",
    "check_lot_owner",
]

_IDENTITY = "donor-is-recipient"
_LOT = "lot-of-the-recipient"
_OWNER = "one-lot-one-man"
_DONOR = "one-harvest-one-man"

_SOURCE = "autologous product: chain of identity from harvest to injection"
# form, item that repeats the participant's identifier from a label or a wristband
_LABELS = (
    ("marrow-harvest", "donor", "the label of the marrow"),
    ("cell-product", "donor", "the label of the product"),
    ("injection", "recipient", "the wristband of the recipient"),
)


def check_identity(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each label or wristband that names another man, or nobody."""
    findings = []
    for standard, item, where in _LABELS:
        for participant, entry, _ in find_entries(study, data, standard):
            named = get_code(entry, item).strip()
            if named == participant.id:
                continue
            what = "names another participant" if named else "names nobody"
            findings.append(
                make_finding_at(
                    entry,
                    "stop",
                    _IDENTITY,
                    f"{where} {what}",
                    item=item,
                    remedy="do not inject; follow the chain of identity back to the harvest",
                )
            )
    return findings


def check_lot_link(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each injected lot that does not exist or is not the recipient's own."""
    if not study.find_standard("cell-product"):
        return []
    owners: dict[str, set[str]] = {}
    for owner, product, _ in find_entries(study, data, "cell-product"):
        owners.setdefault(get_code(product, "lot"), set()).add(owner.id)
    owners.pop("", None)
    findings = []
    for participant, entry, _ in find_entries(study, data, "injection"):
        lot = get_code(entry, "lot")
        if participant.id in owners.get(lot, set()):
            continue
        if not lot:
            message, remedy = "the injected lot is not named", "enter the lot of the label"
        elif lot in owners:
            message = f"lot {lot} is another participant's"
            remedy = "do not inject; follow the chain of identity back to the harvest"
        else:
            own = [
                get_code(p, "lot") for p, _ in select_standard(study, participant, "cell-product")
            ]
            message = f"there is no lot {lot}"
            remedy = suggest_name(lot, filter(None, own))
        findings.append(make_finding_at(entry, "stop", _LOT, message, item="lot", remedy=remedy))
    return findings


def check_lot_owner(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each lot that is recorded for more than one man, or twice for one."""
    return _check_owners(study, data, _OWNER, ("cell-product", "lot"), "lot")


def check_harvest_owner(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each harvest that is recorded for more than one man, or twice for one."""
    return _check_owners(study, data, _DONOR, ("marrow-harvest", "harvest_id"), "harvest")


def _check_owners(
    study: Study, data: StudyData, check: str, place: tuple[str, str], what: str
) -> list[Finding]:
    standard, item = place
    owners: dict[str, str] = {}
    findings = []
    for participant, entry, _ in find_entries(study, data, standard):
        number = get_code(entry, item)
        if not number:
            continue
        if number not in owners:
            owners[number] = participant.id
            continue
        same = owners[number] == participant.id
        message = (
            f"{what} {number} is recorded twice"
            if same
            else f"{what} {number} is also recorded for participant {owners[number]}"
        )
        remedy = f"one {what} has one entry and belongs to one man; correct its number or the man"
        findings.append(
            make_finding_at(
                entry, "error" if same else "stop", check, message, item=item, remedy=remedy
            )
        )
    return findings


IDENTITY = Check(
    id=_IDENTITY,
    title="The labels of marrow and product and the wristband name the participant himself.",
    severity="stop",
    looks_at=", ".join(f"{form}.{item}" for form, item, _ in _LABELS),
    source=_SOURCE,
    function=check_identity,
    topic="Chain of identity",
)

LOT_LINK = Check(
    id=_LOT,
    title="The lot that was injected exists and is the recipient's own.",
    severity="stop",
    looks_at="injection.lot against cell-product.lot",
    source=_SOURCE,
    function=check_lot_link,
    topic="Chain of identity",
)

ONE_MAN_ONE_LOT = Check(
    id=_OWNER,
    title="One lot belongs to one man.",
    severity="stop",
    looks_at="cell-product.lot",
    source=_SOURCE,
    function=check_lot_owner,
    topic="Chain of identity",
)

ONE_MAN_ONE_HARVEST = Check(
    id=_DONOR,
    title="One harvest belongs to one man.",
    severity="stop",
    looks_at="marrow-harvest.harvest_id",
    source=_SOURCE,
    function=check_harvest_owner,
    topic="Chain of identity",
)
