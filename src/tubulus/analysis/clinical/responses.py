"""Who counts as a responder, man by man, and what was seen in him; the definition in words."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import polars as pl

from tubulus.analysis.clinical.row import ClinicalRow
from tubulus.analysis.dataset import select_members
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.responses import derive_responses
from tubulus.analysis.headings import name_subject
from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import Endpoint, Estimand
from tubulus.study.expressions import explain
from tubulus.study.records.participants import ParticipantData
from tubulus.study.snapshot import Snapshot

__all__ = ["RESPONSE_SCHEMA", "collect_responses", "list_definitions"]

RESPONSE_SCHEMA = pl.Schema(
    {
        "estimand": pl.String(),
        "endpoint": pl.String(),
        "label": pl.String(),
        "role": pl.String(),
        "participant": pl.String(),
        "arm": pl.String(),
        "counted": pl.Boolean(),
        "seen": pl.String(),
    }
)
"""One row a participant of an estimand's set: ``counted`` is whether he counts as a responder,
null where he is left out; ``seen`` is ``counted``, ``single`` or empty where sperm was not seen."""


def collect_responses(snapshot: Snapshot, plan: Plan) -> pl.DataFrame:
    """Collect who counts as a responder in each estimand of a binary endpoint that is no harm."""
    rows = [
        row for estimand, endpoint in _list_binary(plan) for row in _list(snapshot, plan, estimand)
    ]
    return pl.DataFrame(rows, schema=RESPONSE_SCHEMA, orient="row")


def list_definitions(snapshot: Snapshot, plan: Plan) -> Iterator[ClinicalRow]:
    """Yield what each such endpoint means, in words; each estimand's own rules where they differ.

    Of an endpoint whose estimands follow one rule there is one row.
    """
    groups: dict[str, list[Estimand]] = {}
    for estimand, endpoint in _list_binary(plan):
        groups.setdefault(endpoint.id, []).append(estimand)
    for name, estimands in groups.items():
        endpoint = plan.find_endpoint(name)
        alike = len({_say_rules(estimand) for estimand in estimands}) == 1
        for estimand in estimands[:1] if alike else estimands:
            words = explain(plan.expressions[endpoint.when])
            yield ClinicalRow(
                section="definitions",
                label=endpoint.label if alike else name_subject(plan, estimand.id),
                level=endpoint.id if alike else estimand.id,
                statistic="text",
                note=f"{words[:1].upper()}{words[1:]}. {_say_rules(estimand)}".strip(),
            )


def _say_rules(estimand: Estimand) -> str:
    composite = [e.label for e in estimand.intercurrent_events if e.strategy == "composite"]
    if not composite:
        return f"Missing values count as {estimand.missing}."
    events = "; ".join(composite)
    return f"Not a responder whatever was seen: {events}. Missing values: {estimand.missing}."


def _list_binary(plan: Plan) -> Iterator[tuple[Estimand, Endpoint]]:
    for estimand in plan.estimands:
        endpoint = plan.find_endpoint(estimand.variable)
        if endpoint.kind == "binary" and not endpoint.harm:
            yield estimand, endpoint


def _list(snapshot: Snapshot, plan: Plan, estimand: Estimand) -> Iterator[dict[str, Any]]:
    endpoint = plan.find_endpoint(estimand.variable)
    members = select_members(snapshot, plan, estimand.population).keep_arms(estimand.treatment)
    context = EstimandContext(
        study=snapshot.study,
        plan=plan,
        estimand=estimand,
        endpoint=endpoint,
        members=members,
        more_sensitive={},
        section="responders",
    )
    outcomes = derive_responses(context).counted
    for man, outcome in zip(members.participants, outcomes.tolist(), strict=True):
        yield {
            "estimand": estimand.id,
            "endpoint": endpoint.id,
            "label": endpoint.label,
            "role": estimand.role,
            "participant": man.id,
            "arm": man.arm,
            "counted": None if math.isnan(outcome) else outcome == 1.0,
            "seen": _find_seen(snapshot, endpoint, man),
        }


def _find_seen(snapshot: Snapshot, endpoint: Endpoint, man: ParticipantData) -> str:
    """Find the most that any of his ejaculates at the endpoint's visit held."""
    seen = {
        entry.get("sperm_seen").text
        for form in snapshot.study.find_standard("semen")
        for entry in man.select(form.id, endpoint.visit)
    }
    return next((kind for kind in ("counted", "single") if kind in seen), "")
