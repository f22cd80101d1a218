"""How hard sperm were looked for: enough for azoospermia, and equally at each visit."""

from __future__ import annotations

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import (
    find_entries,
    get_code,
    get_day,
    get_number,
    has_content,
    is_enrolled,
    make_finding_at,
    select_standard,
)
from tubulus.study.definition.forms import Form
from tubulus.study.definition.study import Study
from tubulus.study.derivations.examination import derive_more_sensitive
from tubulus.study.derivations.semen import SpermFinding, derive_sperm_finding
from tubulus.study.records.participants import Entry, StudyData

__all__ = [
    "AZOOSPERMIA",
    "EXAMINER",
    "MORE_SENSITIVE",
    "check_azoospermia",
    "check_examiner",
    "check_more_sensitive",
]

_AZOOSPERMIA = "baseline-azoospermia"
_MORE = "follow-up-more-sensitive"
_EXAMINER = "examination-record"


def _list_baseline(study: Study) -> set[str]:
    return {visit.id for visit in study.visits if visit.baseline}


def check_azoospermia(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report azoospermia at baseline that rests on too few ejaculates or no sediment.

    It concerns whoever was enrolled and had no sperm in any ejaculate examined at baseline.
    """
    baseline = _list_baseline(study)
    findings = []
    for participant in data:
        entries = [
            entry
            for entry, _ in select_standard(study, participant, "semen")
            if entry.visit in baseline
        ]
        found = {derive_sperm_finding(entry) for entry in entries} - {SpermFinding.UNKNOWN}
        if found != {SpermFinding.NONE} or not is_enrolled(study, participant):
            continue
        reason = _find_weakness(study, entries)
        if reason:
            findings.append(
                make_finding_at(
                    entries[-1],
                    "error",
                    _AZOOSPERMIA,
                    f"azoospermia at baseline is not shown: {reason}",
                    item="examination_method",
                    remedy="complete the record of each ejaculate; without it, sperm found later "
                    "may have been there before",
                )
            )
    return findings


def _find_weakness(study: Study, entries: list[Entry]) -> str:
    needed = study.check_settings.baseline_ejaculates
    examined = [e for e in entries if derive_sperm_finding(e) is SpermFinding.NONE]
    # the same ejaculate entered twice is one
    ejaculates = {(get_day(e, "collected_on"), get_number(e, "sample_number")) for e in examined}
    if len(ejaculates) < needed:
        return f"{len(ejaculates)} of at least {needed} ejaculates"
    spun = [entry for entry in examined if _is_sediment(study, entry)]
    if len(spun) < len(examined):
        force, minutes = study.check_settings.sediment_g, study.check_settings.sediment_min
        return (
            f"the sediment ({force:g} g for {minutes:g} min or more) is recorded as examined in "
            f"{len(spun)} of {len(examined)} ejaculates"
        )
    return ""


def _is_sediment(study: Study, entry: Entry) -> bool:
    if get_code(entry, "examination_method") != "sediment":
        return False
    settings = study.check_settings
    force, minutes = get_number(entry, "centrifugation_g"), get_number(entry, "centrifugation_min")
    return (force or 0.0) >= settings.sediment_g and (minutes or 0.0) >= settings.sediment_min


def check_more_sensitive(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report follow-up examinations that were more sensitive than the one at baseline.

    A response seen this way may be a matter of search effort; a sensitivity analysis leaves it
    out.
    """
    baseline = sorted(_list_baseline(study))
    forms = [form.id for form in study.find_standard("semen")]
    if not baseline or not forms:
        return []
    findings = []
    for visit in study.visits:
        if visit.baseline:
            continue
        compared = derive_more_sensitive(data, baseline, visit.id, forms=forms)
        for name, verdict in compared.items():
            if verdict.flagged:
                participant = data.participants[name]
                entries = [e for f in forms for e in participant.select(f, visit.id)]
                # a row that holds nothing is no examination
                entry = next(filter(has_content, entries), entries[0])
                message = f"the search for sperm differs from baseline: {verdict.reason}"
                remedy = "examine as at baseline; a response is left out in sensitivity analysis"
                findings.append(make_finding_at(entry, "warning", _MORE, message, remedy=remedy))
    return findings


def check_examiner(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report what is not known of an examination, and examiners who knew the arm.

    Where the form requires an item, the check of required items reports that it is missing. Where
    the form has no such item, that is said once.
    """
    findings = []
    for _, entry, form in find_entries(study, data, "semen"):
        for name in _list_recorded(study, form):
            item = form.find_item(name)
            if item is not None and not item.required and not entry.get(name).is_known:
                message = f"{name} is not recorded"
                remedy = "enter it; without it the result cannot be weighed"
                findings.append(
                    make_finding_at(entry, "warning", _EXAMINER, message, item=name, remedy=remedy)
                )
        if entry.get("examiner_knew_arm").truth and entry.visit not in _list_baseline(study):
            message = "the examiner knew the arm"
            remedy = "have follow-up samples examined under a code"
            findings.append(
                make_finding_at(
                    entry, "note", _EXAMINER, message, item="examiner_knew_arm", remedy=remedy
                )
            )
    return findings + _judge_forms(study, data)


def _list_recorded(study: Study, form: Form) -> list[str]:
    """List what must be known of an examination: an arm or visit only where there are several."""
    names = ["examination_method"]
    names += ["examiner_knew_arm"] if len(study.arms) > 1 else []
    names += ["examiner_knew_visit"] if len(form.visits) > 1 else []
    return names


def _judge_forms(study: Study, data: StudyData) -> list[Finding]:
    filled = {form.id: form for _, _, form in find_entries(study, data, "semen")}
    return [
        Finding(
            severity="warning",
            check=_EXAMINER,
            message=f"the form has no {name}, so no result can be weighed by it",
            remedy="add the item if it is known; else say so beside the results",
            form=form.id,
            item=name,
        )
        for form in filled.values()
        for name in _list_recorded(study, form)
        if form.find_item(name) is None
    ]


AZOOSPERMIA = Check(
    id=_AZOOSPERMIA,
    title="Azoospermia at baseline rests on two ejaculates with the sediment examined in each.",
    severity="error",
    looks_at=(
        "semen at baseline visits; `check_settings.baseline_ejaculates`, `sediment_g`, "
        "`sediment_min`"
    ),
    source=(
        "at least two ejaculates, sediment after 3,000 g for 15 min or more "
        "(Clinics 2013;68(S1)); 22.8 % of men labelled azoospermic have sperm in the pellet "
        "(Jaffe 1998, as cited by Esteves)"
    ),
    function=check_azoospermia,
    topic="Semen",
)

MORE_SENSITIVE = Check(
    id=_MORE,
    title="Follow-up is examined no more sensitively than baseline.",
    severity="warning",
    looks_at="semen: number of ejaculates, examination_method, centrifugation, detection_limit",
    source="22.8 % of men labelled azoospermic have sperm in the pellet (Jaffe 1998, as cited)",
    function=check_more_sensitive,
    topic="Semen",
)

EXAMINER = Check(
    id=_EXAMINER,
    title="Method and knowledge of the examiner are recorded; who examines does not know the arm.",
    severity="warning",
    looks_at="semen: examination_method, examiner_knew_arm, examiner_knew_visit",
    source="open-label reading",
    function=check_examiner,
    topic="Semen",
)
