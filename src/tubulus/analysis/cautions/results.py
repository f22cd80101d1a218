"""Cautions that follow from what the data show."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.cautions.caution import Caution, CautionContext, get_evidence
from tubulus.core.estimates import Estimate

__all__ = [
    "caution_background",
    "caution_before_after",
    "caution_examination",
    "caution_laboratories",
    "caution_largest_comparator",
    "caution_missing",
    "caution_regression",
    "caution_subgroup",
    "caution_zero_events",
]


def _format_share(value: float | None) -> str:
    return "not estimable" if value is None else f"{100 * value:.1f} %"


def _name_arm(context: CautionContext, arm: str) -> str:
    found = context.snapshot.study.find_arm(arm)
    return found.label if found else arm


def caution_zero_events(context: CautionContext) -> Iterator[Caution]:
    """Give the upper limit where no event was seen: none observed is not no risk."""
    rows = [
        row
        for row in context.estimates
        if row.section == "safety"
        and row.statistic == "share"
        and row.n == 0
        and row.denominator
        and not row.stratum
    ]
    if not rows:
        return
    parts = [
        f"{row.label}, {_name_arm(context, row.arm)}: 0 of {row.denominator}, upper limit "
        f"{_format_share(row.high)}"
        for row in rows
    ]
    text = (
        "No event observed is not no risk. Two-sided exact limits "
        f"({100 * context.plan.settings.confidence:.0f} %): {'; '.join(parts)}."
    )
    yield Caution("zero-events", "limit", "Zero events are not zero risk", text, ("safety",))


def caution_examination(context: CautionContext) -> Iterator[Caution]:
    """Warn of sperm found because somebody looked harder."""
    for endpoint in context.plan.endpoints:
        flags = context.more_sensitive.get(endpoint.id, {})
        if endpoint.examination is None or not flags:
            continue
        fact = get_evidence("search-effort")
        responders = sum(
            (row.n or 0)
            for row in context.estimates
            if row.endpoint == endpoint.id
            and row.statistic == "share"
            and not row.stratum
            and row.section == "responders"
        )
        same = [
            row
            for row in context.estimates
            if row.endpoint == endpoint.id
            and row.section == "sensitivity"
            and row.statistic == "share"
            and not row.stratum
        ]
        counted = "; ".join(f"{_name_arm(context, r.arm)} {r.n} of {r.denominator}" for r in same)
        text = (
            f"{len(flags)} participants were examined more sensitively at follow-up than at "
            f"baseline. {fact.text}. Of {responders} with sperm at follow-up, these remain when "
            f"such findings do not count: {counted or 'not analysed in the plan'}."
        )
        yield Caution(
            "search-effort",
            "warning",
            "Examined more sensitively at follow-up",
            text,
            ("responders", "concentration", "sensitivity"),
            fact.source,
        )


def caution_subgroup(context: CautionContext) -> Iterator[Caution]:
    """Warn where all responders come from one stratum: it is the denominator."""
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
        yield from _describe_subgroup(context, stratum.label, rows)


def _describe_subgroup(
    context: CautionContext, label: str, rows: list[Estimate]
) -> Iterator[Caution]:
    levels = {row.stratum for row in rows}
    with_events = {row.stratum for row in rows if row.n}
    if len(levels) < 2 or len(with_events) != 1:
        return
    (level,) = with_events
    own = [row for row in rows if row.stratum == level]
    counts = "; ".join(
        f"{_name_arm(context, row.arm)} {row.n} of {row.denominator} "
        f"({_format_share(row.value)}, {_format_share(row.low)} to {_format_share(row.high)})"
        for row in own
    )
    text = (
        f"Every responder belongs to one subgroup, {level}, fixed before treatment. The share of "
        f"all participants depends on how many of that subgroup were enrolled; within it: {counts}."
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
    for row in context.estimates:
        if row.statistic != "largest comparator count" or row.section != "responders":
            continue
        first, other = _name_arm(context, row.arm), _name_arm(context, row.comparator)
        level = f"{1 - context.plan.settings.confidence:.2g}"
        if row.state == "estimated":
            text = (
                f"With the responders seen in '{first}', Fisher's test falls below {level} only "
                f"if '{other}' has at most {row.n} of {row.denominator}."
            )
        else:
            text = (
                f"With the responders seen in '{first}', no lower number in '{other}' "
                f"({row.denominator}) brings Fisher's test below {level}."
            )
        yield Caution(
            "largest-comparator", "note", "How fragile the comparison is", text, ("responders",)
        )


def caution_background(context: CautionContext) -> Iterator[Caution]:
    """Say how often the event is seen without the treatment."""
    for endpoint in context.plan.endpoints:
        used = any(e.variable == endpoint.id for e in context.plan.estimands)
        if used and endpoint.background:
            rates = "; ".join(
                f"{b.label}: {_format_share(b.low)}"
                + (f" to {_format_share(b.high)}" if b.high > b.low else "")
                for b in endpoint.background
            )
            text = f"'{endpoint.label}' is also seen without this treatment. {rates}."
            source = "; ".join(dict.fromkeys(b.source for b in endpoint.background))
            yield Caution(
                "background-rate",
                "limit",
                "Seen without the treatment",
                text,
                ("responders",),
                source,
            )


def caution_regression(context: CautionContext) -> Iterator[Caution]:
    """Warn that values selected as extreme move back untreated."""
    rows = [row for row in context.estimates if row.statistic == "expected ratio"]
    if not rows:
        return
    fact = get_evidence("regression-to-mean")
    parts = [
        f"{row.label}, {_name_arm(context, row.arm)}: {row.value:.2f}"
        for row in rows
        if row.value is not None
    ]
    text = (
        "Men whose values were extreme at baseline move back untreated. Ratio after to before that "
        f"regression to the mean alone would give: {'; '.join(parts)}. {fact.text}."
    )
    yield Caution(
        "regression-to-the-mean",
        "limit",
        "Regression to the mean",
        text,
        ("hormones", "description", "regression-to-the-mean"),
        fact.source,
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


def caution_missing(context: CautionContext) -> Iterator[Caution]:
    """Say which outcomes are missing and how they were counted."""
    parts = []
    for row in context.estimates:
        main = row.statistic in {"share", "geometric mean ratio", "adjusted difference"}
        if (
            main
            and row.missing
            and not row.stratum
            and row.section in {"responders", "hormones", "safety"}
        ):
            who = _name_arm(context, row.arm) if not row.comparator else "both arms"
            parts.append(f"{row.label}, {who}: {row.missing}")
    if parts:
        rules = "; ".join(f"{e.label}: {e.missing}" for e in context.plan.estimands)
        text = (
            f"Participants without the value: {'; '.join(parts)}. How they are counted: {rules}. "
            "Men whose value is missing may differ from those who came."
        )
        yield Caution("missing-values", "warning", "Missing values", text, ("all",))


def caution_laboratories(context: CautionContext) -> Iterator[Caution]:
    """Say that several laboratories measured with assays of their own."""
    forms = context.snapshot.study.find_standard("hormones")
    used: set[str] = set()
    for form in forms:
        for person in context.snapshot.data:
            used |= {
                text
                for entry in person.select(form.id)
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
