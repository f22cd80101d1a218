"""Cautions that follow from how the study was designed."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.cautions.caution import Caution, CautionContext, get_evidence

__all__ = [
    "caution_anchors",
    "caution_masking",
    "caution_moved_by_design",
    "caution_no_control",
    "caution_not_randomised",
    "caution_outcomes_missing",
    "caution_surgery",
    "caution_synthetic",
]

_CONTRASTS = ("responders", "hormones", "concentration", "sensitivity")


def caution_synthetic(context: CautionContext) -> Iterator[Caution]:
    """Warn of simulated participants: nothing here is evidence."""
    identity = context.snapshot.study.identity
    if identity.synthetic:
        text = "The participants are simulated. No number here is evidence about any treatment."
        note = f" {identity.synthetic_note}" if identity.synthetic_note else ""
        yield Caution("synthetic", "limit", "Synthetic data", text + note, ("all",))


def caution_not_randomised(context: CautionContext) -> Iterator[Caution]:
    """Warn of arms without randomisation: a difference is not an effect."""
    identity = context.snapshot.study.identity
    if context.is_controlled and not context.is_randomised:
        text = (
            "Participants were not allocated at random "
            f"({identity.allocation_basis.rstrip('.') or 'the basis is not stated'}). "
            "A difference between the arms mixes the treatment with whatever made a man join one "
            "arm rather than the other; adjustment removes only what was measured. "
            "Every p-value is exploratory."
        )
        yield Caution("not-randomised", "limit", "Not randomised", text, _CONTRASTS)


def caution_no_control(context: CautionContext) -> Iterator[Caution]:
    """Warn of a single arm: change over time is not an effect."""
    if not context.is_controlled:
        text = (
            "There is no control arm. What changed may have changed without the treatment; "
            "no treatment effect can be estimated from these data."
        )
        yield Caution("no-control", "limit", "No control arm", text, ("all",))


def caution_masking(context: CautionContext) -> Iterator[Caution]:
    """Warn of open-label reading: who reads a slide may know the arm and the visit."""
    if context.snapshot.study.identity.masking != "open label":
        return
    text = (
        "The study is open label. Counting sperm, judging motility and grading an adverse event "
        f"leave room for expectation. {_describe_readers(context)}"
    )
    yield Caution("open-label", "limit", "Open label", text, (*_CONTRASTS, "safety"))


def _describe_readers(context: CautionContext) -> str:
    """Say in how many examinations of the endpoints the examiner knew the arm, and the visit."""
    places = dict.fromkeys(_list_examinations(context))
    known = [
        f"the {what} {counted}"
        for what, item in (("arm", "examiner_knew_arm"), ("visit", "examiner_knew_visit"))
        if (counted := _count_readers(context, tuple(places), item))
    ]
    if not known:
        return "Whether examiners knew the arm is not recorded."
    labels = [v.label for v in context.snapshot.study.visits if v.id in {p[1] for p in places}]
    return f"Semen examinations at {' and '.join(labels)}: the examiner knew {'; '.join(known)}."


def _list_examinations(context: CautionContext) -> Iterator[tuple[str, str]]:
    """Yield form and follow-up visit of the semen examinations on which endpoints rest."""
    forms = {form.id for form in context.snapshot.study.find_standard("semen")}
    for estimand in context.plan.estimands:
        endpoint = context.plan.find_endpoint(estimand.variable)
        used = {form for form, _ in context.list_items(endpoint)}
        if endpoint.examination:
            yield endpoint.examination.form, endpoint.examination.follow_up
        elif endpoint.visit:
            yield from ((form, endpoint.visit) for form in sorted(forms & used))


def _count_readers(context: CautionContext, places: tuple[tuple[str, str], ...], item: str) -> str:
    """Write by arm in how many of the examinations with a record of it the answer is yes."""
    parts = []
    for arm in context.arms:
        answers = [
            entry.get(item).truth
            for person in context.snapshot.data
            if person.arm == arm.id
            for form, visit in places
            for entry in person.select_filled(form, visit)
        ]
        recorded = [answer for answer in answers if answer is not None]
        if recorded:
            parts.append(f"{arm.label} {sum(recorded)} of {len(recorded)}")
    return f"in {', '.join(parts)}" if parts else ""


def caution_surgery(context: CautionContext) -> Iterator[Caution]:
    """Warn of surgery in one arm only: it changes hormones by itself."""
    arms = {
        (first.label, other.label, first.operated)
        for _, endpoint, first, other in context.list_contrasts()
        if first.operated != other.operated and _rests_on_hormones(context, endpoint_id=endpoint.id)
    }
    fact = get_evidence("surgery-testosterone")
    spared: dict[str, list[str]] = {}
    for first, other, first_operated in sorted(arms):
        operated, without = (first, other) if first_operated else (other, first)
        spared.setdefault(operated, []).append(f"'{without}'")
    for operated, others in spared.items():
        noun = "arm" if len(others) == 1 else "arms"
        text = (
            f"Only the arm '{operated}' had testicular surgery, the {noun} "
            f"{' and '.join(others)} had none: a difference in hormones mixes the surgery with "
            f"the rest of the treatment. {fact.text}."
        )
        yield Caution(
            "surgery-in-one-arm",
            "limit",
            "Surgery in one arm only",
            text,
            ("hormones", "description", "regression-to-the-mean"),
            fact.source,
        )


def _rests_on_hormones(context: CautionContext, *, endpoint_id: str) -> bool:
    """Tell whether an endpoint rests on an item of a hormone form."""
    forms = {form.id for form in context.snapshot.study.find_standard("hormones")}
    items = context.list_items(context.plan.find_endpoint(endpoint_id))
    return any(form in forms for form, _ in items)


def caution_moved_by_design(context: CautionContext) -> Iterator[Caution]:
    """Warn of a drug that moves an endpoint by design: treatment and outcome at once."""
    moved: dict[str, dict[str, None]] = {}
    for _, endpoint, *arms in context.list_contrasts():
        items = {item for _, item in context.list_items(endpoint)}
        labels = [f"'{arm.label}'" for arm in arms if items & set(arm.moves)]
        if labels:
            moved.setdefault(" and ".join(labels), {})[endpoint.label] = None
    for labels_of_arms, endpoints in moved.items():
        several = " and " in labels_of_arms
        text = (
            f"Moved by design in {labels_of_arms}: {', '.join(endpoints)}. There the treatment and "
            "the outcome are one; a difference between the arms says what "
            f"{'one drug does against the other' if several else 'the drug does'} to the hormone, "
            "not whether the testis recovers."
        )
        title = "A treatment drives the endpoint"
        yield Caution("moved-by-design", "limit", title, text, ("hormones", "description"))


def caution_anchors(context: CautionContext) -> Iterator[Caution]:
    """Say that day 1 is something else in each arm."""
    anchors = {
        arm.label: f"{arm.anchor.form}.{arm.anchor.item}"
        for arm in context.arms
        if arm.anchor is not None
    }
    if len(set(anchors.values())) > 1:
        days = "; ".join(f"{label}: {item}" for label, item in anchors.items())
        text = (
            f"Day 1 differs between the arms ({days}), so that equal study days are not equal "
            "times since the first treatment."
        )
        yield Caution("day-one-differs", "note", "Day 1 differs", text, ("all",))


def caution_outcomes_missing(context: CautionContext) -> Iterator[Caution]:
    """Say that the outcomes that couples want are not collected."""
    study = context.snapshot.study
    wanted = {"pregnancy": "pregnancy", "neonatal": "birth and neonatal outcome"}
    if not study.find_standard("semen") or not context.plan.estimands:
        return
    absent = [label for standard, label in wanted.items() if not study.find_standard(standard)]
    if absent:
        fact = get_evidence("core-outcomes")
        text = f"Not collected in this study: {' and '.join(absent)}. {fact.text}."
        yield Caution(
            "core-outcomes",
            "note",
            "Outcomes of the core set missing",
            text,
            ("responders",),
            fact.source,
        )
