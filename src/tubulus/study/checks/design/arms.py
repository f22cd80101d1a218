"""Arms whose forms show a surgery or a hormone drug that the arm does not declare."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import select_standard
from tubulus.study.definition.forms import Form
from tubulus.study.definition.identity import Arm
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import StudyData

__all__ = ["ARM_TREATMENT", "check_arm_treatment"]

_ID = "arm-treatment"


def check_arm_treatment(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each arm that has a form of surgery or of a hormone drug and does not say so.

    Both are asked of the definition: `operated = false` and `moves = []` are answers too. A
    recorded microTESE in an arm that is said not to be operated is reported in any case.
    """
    return [
        Finding(
            severity="warning",
            check=_ID,
            message=f"arm {arm.id} {message}",
            remedy=remedy,
            file=study.source.file,
            row=_find_line(study, arm),
        )
        for arm in study.arms
        for message, remedy in _judge(study, data, arm)
    ]


def _judge(study: Study, data: StudyData, arm: Arm) -> Iterator[tuple[str, str]]:
    said = arm.model_fields_set
    surgery = _list_forms(study, arm, "injection", "microtese")
    if not arm.operated and _has_surgery(study, data, arm):
        yield (
            "has men with microTESE, but is not said to be operated",
            "write operated = true under the arm: surgery alone moves hormones",
        )
    elif "operated" not in said and surgery:
        yield (
            f"has the form {surgery[0].id}, but does not say whether its men are operated",
            "write operated = true under the arm, or operated = false if nobody has surgery",
        )
    drugs = _list_forms(study, arm, "hormone-therapy", "drug")
    if "moves" not in said and drugs:
        remedy = (
            'write moves = ["fsh", "lh"] under the arm, with what it moves by design, or moves = []'
        )
        yield f"has the form {drugs[0].id}, but does not say which items the drug moves", remedy


def _list_forms(study: Study, arm: Arm, standard: str, item: str) -> list[Form]:
    """List the forms of an arm that were taken from a built-in one and kept an item."""
    return [
        form
        for form in study.find_standard(standard)
        if (not form.arms or arm.id in form.arms) and form.find_item(item)
    ]


def _has_surgery(study: Study, data: StudyData, arm: Arm) -> bool:
    return any(
        entry.get("microtese").truth
        for participant in data
        if participant.arm == arm.id
        for entry, _ in select_standard(study, participant, "injection")
    )


def _find_line(study: Study, arm: Arm) -> int:
    position = [entry.get("id") for entry in study.source.data["arms"]].index(arm.id)
    return study.source.find_line(("arms", position))


ARM_TREATMENT = Check(
    id=_ID,
    title="An arm says whether its men are operated and which items its drug moves.",
    severity="warning",
    looks_at="`[[arms]]` operated and moves, against injection, microTESE and hormone-therapy",
    source=(
        "surgical retrieval lowers testosterone by about 3.8 nmol/L (95 % CI 0.6-7.1); "
        "a hormone drug moves its own endpoints by design"
    ),
    function=check_arm_treatment,
    topic="Definition",
)
