"""Cautions about values that are not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tubulus.analysis.cautions.caution import Caution, CautionContext
from tubulus.analysis.estimators.absences import BELOW_LIMIT
from tubulus.analysis.estimators.amounts import NOT_COUNTED
from tubulus.analysis.estimators.ranked.odds import ODDS_RATIO
from tubulus.analysis.estimators.ranked.superiority import SUPERIORITY
from tubulus.core.estimates import Estimate

__all__ = [
    "caution_below_limit",
    "caution_missing",
    "caution_not_counted",
    "caution_pregnancy",
]

_MAIN = frozenset(
    {"share", "share with any", "geometric mean ratio", "adjusted difference", "within-arm ratio"}
)

# section of the results -> section of the rows that count values below the limit
_SHIFTED = {
    "hormones": "description",
    "description": "description",
    "regression-to-the-mean": "description",
    "concentration": "concentration",
}


# the same men are told of where the plan also has a row of the arms
_RANKED = frozenset({SUPERIORITY, ODDS_RATIO})


def caution_missing(context: CautionContext) -> Iterator[Caution]:
    """Say which outcomes are missing, why as far as known, and how they were counted."""
    rows = [row for row in context.estimates if _tells_missing(context, row)]
    told = {row.endpoint for row in rows}
    rows += [row for row in _list_ranked(context) if row.endpoint not in told]
    if not rows:
        return
    # estimands of one outcome with other comparators tell the same of an arm
    by_label: dict[str, dict[str, None]] = {}
    for row in rows:
        who = f"{_name_arms(context, row)}{_name_visit(context, row)}"
        by_label.setdefault(row.label, {})[f"{who}: {row.missing}"] = None
    parts = [f"{label}, {', '.join(counts)}" for label, counts in by_label.items()]
    affected = {row.estimand for row in rows}
    rules = [f"{e.label}: {e.missing}" for e in context.plan.estimands if e.id in affected]
    reasons = dict.fromkeys(row.note for row in rows if not row.comparator and row.note)
    known = f" {'; '.join(reasons)}." if reasons else ""
    harms = any(row.section == "safety" for row in rows)
    worst = " Beside each harm stands its share if all of them had it." if harms else ""
    text = (
        f"Participants without a value that counts: {'; '.join(parts)}.{known} How they are "
        f"counted: {'; '.join(rules)}.{worst} Men whose value is missing may differ from those who "
        "came."
    )
    yield Caution("missing-values", "warning", "Missing values", text, ("all",))


def _list_ranked(context: CautionContext) -> Iterator[Estimate]:
    """Yield the contrasts of ranks with somebody missing, one an endpoint and pair of arms."""
    seen: set[tuple[str, str]] = set()
    for row in context.estimates:
        key = row.endpoint, row.comparator
        if row.statistic in _RANKED and row.missing and not row.stratum and key not in seen:
            seen.add(key)
            yield row


def _tells_missing(context: CautionContext, row: Estimate) -> bool:
    if row.statistic not in _MAIN or not row.missing or row.stratum or not row.estimand:
        return False
    if row.section == "description":
        # beside a contrast the same men are counted there
        estimands = {e.id: e.estimator for e in context.plan.estimands}
        return estimands[row.estimand] == "before-after"
    return row.section in {"responders", "hormones", "safety", "concentration"}


def _name_arms(context: CautionContext, row: Estimate) -> str:
    if not row.comparator:
        return context.name_arm(row.arm)
    return f"{context.name_arm(row.arm)} and {context.name_arm(row.comparator)}"


def _name_visit(context: CautionContext, row: Estimate) -> str:
    """Name the visit of a row where its endpoint has several."""
    if context.plan.find_estimand(row.estimand).estimator != "mmrm":
        return ""
    found = context.snapshot.study.find_visit(row.visit)
    return f" at {found.label}" if found else ""


def caution_below_limit(context: CautionContext) -> Iterator[Caution]:
    """Warn of values below the limit of quantification: leaving them out shifts what is left."""
    rows = [row for row in context.estimates if row.statistic == BELOW_LIMIT]
    if not rows:
        return
    parts = [
        f"{row.label}, {context.name_arm(row.arm)}, {row.stratum}: {row.n} of {row.denominator}"
        for row in rows
    ]
    text = (
        f"Values below the limit of quantification were left out: {'; '.join(parts)}. What is "
        "left is higher than what was there: each arm with such values looks higher than it is, "
        "the arm with more of them by more, and a change towards or away from low values looks "
        "smaller."
    )
    concerned = {row.section for row in rows}
    applies = tuple(name for name in _SHIFTED if _SHIFTED[name] in concerned)
    title = "Values below the limit of quantification"
    yield Caution("below-limit", "warning", title, text, applies)


def caution_not_counted(context: CautionContext) -> Iterator[Caution]:
    """Warn of what was seen and could not be counted: the lowest amounts have no number."""
    rows = [row for row in context.estimates if row.statistic == NOT_COUNTED]
    if not any(row.n for row in rows):
        return
    parts = [
        f"{row.label}, {context.name_arm(row.arm)}: {row.n} of {row.denominator}" for row in rows
    ]
    text = (
        f"Seen, but not to be counted, among those with any: {'; '.join(parts)}. They are ranked "
        "below every amount that was counted. What is said of those counted leaves out the lowest, "
        "most so in the arm with more of them, and no ratio of amounts is given."
    )
    title = "Seen, but not counted"
    yield Caution("not-counted", "warning", title, text, ("concentration",))


def caution_pregnancy(context: CautionContext) -> Iterator[Caution]:
    """Say that men left because their partner was pregnant: a good reason to leave."""
    forms = {form.id for form in context.snapshot.study.find_standard("disposition")}
    counts: Counter[str] = Counter()
    for person in context.snapshot.data:
        ended = (entry.get("status").text for form in forms for entry in person.select_filled(form))
        if "pregnancy" in ended:
            counts[person.arm] += 1
    if not counts:
        return
    arms = [arm for arm in context.arms if arm.id in counts]
    parts = "; ".join(f"{arm.label} {counts[arm.id]}" for arm in arms)
    text = (
        f"Participants who left because their partner was pregnant: {parts}. That is the outcome "
        "the couple wanted, not a failure of the treatment; where a missing value counts as "
        "non-response, it counts against their arm."
    )
    title = "Left because of a pregnancy"
    yield Caution("left-for-pregnancy", "note", title, text, ("responders", "concentration"))
