"""Cautions that follow from what the data show."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.cautions.caution import Caution, CautionContext, get_evidence
from tubulus.analysis.estimators.shares.fragility import TEST_NAMES
from tubulus.analysis.estimators.shares.search_effort import FLAGGED, SAME_EXAMINATION
from tubulus.core.estimates import Estimate
from tubulus.study.definition.forms import Form

__all__ = [
    "caution_before_after",
    "caution_examination",
    "caution_laboratories",
    "caution_largest_comparator",
    "caution_subgroup",
    "caution_time_of_day",
    "caution_zero_events",
    "caution_zero_responders",
]


def _format_share(value: float | None) -> str:
    return "not estimable" if value is None else f"{100 * value:.1f} %"


def caution_zero_events(context: CautionContext) -> Iterator[Caution]:
    """Give the upper limit where no harm was seen: none observed is not no risk."""
    rows = [row for row in _list_zeros(context) if row.section == "safety"]
    if rows:
        text = f"No event observed is not no risk. {_list_limits(context, rows)}"
        yield Caution("zero-events", "limit", "Zero events are not zero risk", text, ("safety",))


def caution_zero_responders(context: CautionContext) -> Iterator[Caution]:
    """Give the upper limit where nobody responded: none observed is not none possible."""
    rows = [row for row in _list_zeros(context) if row.section != "safety"]
    if rows:
        text = f"No responder seen is not no response possible. {_list_limits(context, rows)}"
        applies = tuple(dict.fromkeys(row.section for row in rows))
        title = "No responder is not no chance"
        yield Caution("zero-responders", "limit", title, text, applies)


def _list_zeros(context: CautionContext) -> Iterator[Estimate]:
    for row in context.estimates:
        counts = row.statistic in {"share", "share with any"} and row.section != "sensitivity"
        if counts and row.n == 0 and row.high is not None and not row.stratum:
            yield row


def _list_limits(context: CautionContext, rows: list[Estimate]) -> str:
    parts = [
        f"{row.label}, {context.name_arm(row.arm)}: 0 of {row.denominator}, upper limit "
        f"{_format_share(row.high)}{_say_unfollowed(row)}"
        for row in rows
    ]
    level = f"{100 * context.plan.settings.confidence:.0f} %"
    return f"Two-sided exact limits ({level}): {'; '.join(parts)}."


def _say_unfollowed(row: Estimate) -> str:
    followed = "not followed to the end" if row.section == "safety" else "without the outcome"
    return f" ({row.missing} of them {followed})" if row.missing else ""


def caution_examination(context: CautionContext) -> Iterator[Caution]:
    """Warn of sperm found because somebody looked harder, once an endpoint."""
    groups: dict[str, list[str]] = {}
    for estimand in context.plan.estimands:
        if any(r.statistic == FLAGGED for r in _select(context, estimand.id)):
            groups.setdefault(estimand.variable, []).append(estimand.id)
    for endpoint, estimands in groups.items():
        flags = context.more_sensitive.get(endpoint, {})
        if not flags:
            continue
        fact = get_evidence("search-effort")
        several = len(estimands) > 1
        counted = "".join(_describe_flagged(context, own, several=several) for own in estimands)
        text = (
            f"{len(flags)} participants of all arms were examined more sensitively at follow-up "
            f"than at baseline. {fact.text}.{counted}"
        )
        yield Caution(
            "search-effort",
            "warning",
            "Examined more sensitively at follow-up",
            text,
            ("responders", "concentration", "sensitivity"),
            fact.source,
        )


def _select(context: CautionContext, estimand: str) -> list[Estimate]:
    return [row for row in context.estimates if row.estimand == estimand]


def _describe_flagged(context: CautionContext, estimand: str, *, several: bool) -> str:
    """Count the responders of an estimand with such a finding, and those left without them."""
    rows = _select(context, estimand)
    counted = "; ".join(
        f"{context.name_arm(r.arm)}, {r.n} of the arm's {r.denominator} responders"
        for r in rows
        if r.statistic == FLAGGED
    )
    remaining = "; ".join(
        f"{context.name_arm(r.arm)} {r.n} of {r.denominator}"
        for r in rows
        if r.statistic == SAME_EXAMINATION
    )
    about = f" {context.name_subject(estimand)}." if several else ""
    return (
        f"{about} Responders among them: {counted}. Responders when such findings do not count: "
        f"{remaining}."
    )


def caution_subgroup(context: CautionContext) -> Iterator[Caution]:
    """Warn where all responders of an arm come from one stratum: it is the denominator."""
    for estimand in context.plan.estimands:
        stratum = context.plan.find_stratum(estimand.stratum)
        endpoint = context.plan.find_endpoint(estimand.variable)
        if stratum is None or endpoint.harm:
            continue
        rows = [
            row
            for row in context.estimates
            if row.estimand == estimand.id
            and row.statistic == "share"
            and row.stratum
            and row.section == "responders"
        ]
        for arm in estimand.treatment:
            yield from _describe_subgroup(context, stratum.label, rows, arm)


def _describe_subgroup(
    context: CautionContext, label: str, rows: list[Estimate], arm: str
) -> Iterator[Caution]:
    filled = [row for row in rows if row.arm == arm and row.denominator]
    with_events = [row for row in filled if row.n]
    # one responder always belongs to one subgroup
    if len(filled) < 2 or len(with_events) != 1 or (with_events[0].n or 0) < 2:
        return
    level = with_events[0].stratum
    counts = "; ".join(
        f"{context.name_arm(row.arm)} {row.n} of {row.denominator} "
        f"({_format_share(row.value)}, {_format_share(row.low)} to {_format_share(row.high)})"
        for row in rows
        if row.stratum == level
    )
    text = (
        f"Every responder of '{context.name_arm(arm)}' belongs to one subgroup, {level}, fixed "
        "before treatment. The share of all participants depends on how many of that subgroup "
        f"were enrolled; within it: {counts}."
    )
    yield Caution(
        "responders-in-one-subgroup",
        "limit",
        f"All responders in one {label.lower()} subgroup",
        text,
        ("responders", "sensitivity"),
    )


def caution_largest_comparator(context: CautionContext) -> Iterator[Caution]:
    """Say how few responders the comparator may have for a difference beyond chance."""
    rows = [
        row
        for row in context.estimates
        if row.statistic == "largest comparator count" and row.section == "responders"
    ]
    if rows:
        several = len({row.estimand for row in rows}) > 1
        text = " ".join(_describe_largest(context, row, several=several) for row in rows)
        title = "How fragile the comparison is"
        yield Caution("largest-comparator", "note", title, text, ("responders",))


def _describe_largest(context: CautionContext, row: Estimate, *, several: bool) -> str:
    first, other = context.name_arm(row.arm), context.name_arm(row.comparator)
    test = TEST_NAMES.get(context.plan.find_estimand(row.estimand).test, "")
    level = f"{1 - context.plan.settings.confidence:.2g}"
    about = f"{context.name_subject(row.estimand)}: with" if several else "With"
    if row.state == "estimated":
        return (
            f"{about} the responders seen in '{first}', {test} falls below {level} in favour of "
            f"'{first}' only if '{other}' has at most {row.n} of {row.denominator}."
        )
    return (
        f"{about} the responders seen in '{first}', not even 0 of {row.denominator} in '{other}' "
        f"would bring {test} below {level} in favour of '{first}'."
    )


def caution_before_after(context: CautionContext) -> Iterator[Caution]:
    """Say that a change within an arm is a description."""
    if any(row.statistic.startswith("within-arm") for row in context.estimates):
        fact = get_evidence("before-after")
        text = f"Changes within an arm are shown as description, without p-values. {fact.text}."
        yield Caution(
            "before-after",
            "limit",
            "Before and after is not an effect",
            text,
            ("description",),
            fact.source,
        )


def caution_laboratories(context: CautionContext) -> Iterator[Caution]:
    """Say that several laboratories measured with assays of their own."""
    forms = context.snapshot.study.find_standard("hormones")
    used: set[str] = set()
    for form in forms:
        for person in context.snapshot.data:
            used |= {
                text
                for entry in person.select_filled(form.id)
                if (text := entry.get("laboratory").text) is not None
            }
    if len(used) > 1:
        names = [
            lab.label
            for name in sorted(used)
            if (lab := context.snapshot.study.find_laboratory(name)) is not None
        ]
        text = (
            f"Hormones were measured in {len(used)} laboratories ({', '.join(names)}). Values were "
            "brought to one unit; differences between assays remain in them."
        )
        yield Caution(
            "several-laboratories",
            "note",
            "Several laboratories",
            text,
            ("hormones", "description"),
        )


def caution_time_of_day(context: CautionContext) -> Iterator[Caution]:
    """Warn of blood for testosterone drawn later in the day than the study allows."""
    study = context.snapshot.study
    until = study.check_settings.testosterone_until
    forms = {form.id: form for form in study.find_standard("hormones")}
    used = {
        form
        for estimand in context.plan.estimands
        for form, item in context.list_items(context.plan.find_endpoint(estimand.variable))
        if form in forms and _measures_testosterone(forms[form], item)
    }
    times = [
        entry.get("collected_at").text
        for form in used
        for person in context.snapshot.data
        for entry in person.select_filled(form)
    ]
    late = sum(1 for time in times if time is not None and time > until)
    if late:
        fact = get_evidence("time-of-day")
        text = f"{late} blood samples for testosterone were drawn after {until}. {fact.text}."
        yield Caution(
            "late-blood",
            "warning",
            "Testosterone drawn late in the day",
            text,
            ("hormones", "description"),
            fact.source,
        )


def _measures_testosterone(form: Form, item: str) -> bool:
    found = form.find_item(item)
    return found is not None and (found.analyte or found.id) == "testosterone"
