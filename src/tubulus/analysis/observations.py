"""Each participant's values of the endpoints, for figures that show people and not only means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from tubulus.analysis.dataset import select_members
from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import Endpoint, Estimand
from tubulus.study.records.participants import ParticipantData
from tubulus.study.records.values import Value, ValueState
from tubulus.study.snapshot import Snapshot

__all__ = ["OBSERVATION_SCHEMA", "collect_observations"]

OBSERVATION_SCHEMA = pl.Schema(
    {
        "participant": pl.String(),
        "arm": pl.String(),
        "visit": pl.String(),
        "endpoint": pl.String(),
        "label": pl.String(),
        "value": pl.Float64(),
        "unit": pl.String(),
        "state": pl.String(),
        "stratum": pl.String(),
        "flagged": pl.Boolean(),
    }
)


def collect_observations(
    snapshot: Snapshot, plan: Plan, more_sensitive: dict[str, dict[str, str]]
) -> pl.DataFrame:
    """Collect the values of the endpoints that the estimands name, one row a value.

    Parameters
    ----------
    snapshot, plan : Snapshot, Plan
        The data and what is analysed.
    more_sensitive : mapping
        Endpoint to the participants whose follow-up was examined more sensitively.
    """
    rows: list[dict[str, Any]] = []
    seen: set[str] = set()
    for estimand in plan.estimands:
        if estimand.variable in seen:
            continue
        seen.add(estimand.variable)
        endpoint = plan.find_endpoint(estimand.variable)
        if not endpoint.harm:
            flags = more_sensitive.get(endpoint.id, {})
            rows.extend(_list_rows(snapshot, plan, estimand, endpoint, flags))
    return pl.DataFrame(rows, schema=OBSERVATION_SCHEMA, orient="row")


def _list_rows(
    snapshot: Snapshot, plan: Plan, estimand: Estimand, endpoint: Endpoint, flags: dict[str, str]
) -> Iterator[dict[str, Any]]:
    members = select_members(snapshot, plan, estimand.population).keep_arms(estimand.treatment)
    stratum = plan.find_stratum(estimand.stratum)
    levels = members.get_levels(stratum.value) if stratum else (None,) * len(members)
    seen = {"baseline": endpoint.baseline_when, "follow-up": endpoint.when}
    if endpoint.kind != "amount":
        seen = dict.fromkeys(seen, "")
    moments = [("baseline", endpoint.baseline), *_list_follow_up(endpoint)]
    for moment, text in moments:
        if not text:
            continue
        expression = plan.expressions[text]
        for person, level in zip(members.participants, levels, strict=True):
            value = expression.evaluate(person)
            yield {
                "participant": person.id,
                "arm": person.arm,
                "visit": moment,
                "endpoint": endpoint.id,
                "label": endpoint.label,
                "value": _get_number(value),
                "unit": plan.find_unit(text),
                "state": _name_state(plan, seen.get(moment, ""), person, value),
                "stratum": level or "",
                "flagged": moment == "follow-up" and person.id in flags,
            }


def _list_follow_up(endpoint: Endpoint) -> list[tuple[str, str]]:
    if endpoint.values:
        return [*endpoint.values.items()]
    return [("follow-up", endpoint.value or endpoint.when)]


def _get_number(value: Value) -> float | None:
    if value.truth is not None:
        return float(value.truth)
    return value.number


def _name_state(plan: Plan, when: str, person: ParticipantData, value: Value) -> str:
    """Say 'none' and 'seen, not quantifiable' of an amount, which a number cannot."""
    if when and _is_absent(plan, when, person):
        return ValueState.MISSING.value
    if when:
        found = plan.expressions[when].evaluate(person).truth
        if found is False:
            return "none"
        if found and value.state is not ValueState.PRESENT:
            return "seen, not quantifiable"
    return value.state.value


def _is_absent(plan: Plan, when: str, person: ParticipantData) -> bool:
    """Tell whether nothing is on record where the amount would be: "none" takes somebody to look.

    An expression that names no visit looks at everything; of that nobody can be absent.
    """
    uses = plan.list_uses(when)
    return bool(uses) and not any(
        not use.visit or person.select_filled(use.form, use.visit) for use in uses
    )
