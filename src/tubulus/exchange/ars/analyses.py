"""Estimates as analyses: rows that share question and method make one, with its operations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tubulus import __version__
from tubulus.core.estimates import Estimate
from tubulus.core.unit_words import name_unit
from tubulus.exchange.ars.groupings import ARM, COMPARATOR, STRATUM, list_result_groups
from tubulus.exchange.ars.names import Names
from tubulus.exchange.ars.terminology import make_purpose, make_reason

__all__ = ["Analyses", "make_analyses"]

_PARTS = (
    ("", "value"),
    ("lower limit", "low"),
    ("upper limit", "high"),
    ("n", "n"),
    ("denominator", "denominator"),
    ("missing", "missing"),
)
_COUNTS = frozenset({"n", "denominator", "missing"})
_NO_METHOD = "not computed"


@dataclass(frozen=True)
class Analyses:
    """Analyses with the methods they name, and the analyses of each section in order."""

    analyses: list[dict[str, Any]] = field(default_factory=list)
    methods: list[dict[str, Any]] = field(default_factory=list)
    sections: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


Key = tuple[str, ...]


def make_analyses(rows: Sequence[Estimate], records: Mapping[str, Mapping[str, str]]) -> Analyses:
    """Make the analyses, their results and their methods.

    Parameters
    ----------
    rows : sequence of Estimate
        The numbers.
    records : mapping
        Method to its record (``gives``, ``limits``, ``source``); a derived form of a method
        begins with its name.
    """
    names, result = Names(), Analyses()
    operations: dict[str, dict[str, dict[str, Any]]] = {}
    for key, group in _group(rows).items():
        first = group[0]
        name = first.method or _NO_METHOD
        method = names.name((name,), "METHOD", name)
        own = operations.setdefault(method, {})
        if not own:
            result.methods.append(_make_method(method, name, records))
        analysis = {
            "id": names.name(
                ("", *key), "ANALYSIS", first.section, first.estimand, first.endpoint, name
            ),
            "name": _title(first),
            "reason": make_reason(first.specified),
            "purpose": make_purpose(first.role),
            "methodId": method,
            "variable": first.endpoint or first.label,
            "dataset": "results/analysis/estimates.parquet",
            "orderedGroupings": _order_groupings(group),
            "programmingCode": {
                "context": f"Tubulus {__version__}",
                "code": "tubulus analysis run STUDY",
            },
            "results": list(_list_results(group, method, own)),
        }
        if first.estimand:
            analysis["description"] = f"Estimand {first.estimand}"
        if first.analysis_set:
            analysis["analysisSetId"] = f"SET_{first.analysis_set}"
        result.analyses.append(analysis)
        result.sections.setdefault(first.section, []).append(analysis)
    for method_record in result.methods:
        method_record["operations"] = list(operations[method_record["id"]].values())
    return result


def _group(rows: Sequence[Estimate]) -> dict[Key, list[Estimate]]:
    """Group rows that answer one question by one method, in the order of their first row."""
    groups: dict[Key, list[Estimate]] = {}
    for row in rows:
        about = row.endpoint or row.label
        key = (row.section, row.estimand, about, row.label, row.analysis_set, row.visit, row.method)
        groups.setdefault((*key, row.role, row.specified), []).append(row)
    return groups


def _title(row: Estimate) -> str:
    method = f", {row.method}" if row.method else ""
    visit = f", {row.visit}" if row.visit else ""
    return f"{row.label or row.endpoint or row.section}{visit}{method}"


def _order_groupings(group: Sequence[Estimate]) -> list[dict[str, Any]]:
    used = {
        ARM: any(row.arm for row in group),
        COMPARATOR: any(row.comparator for row in group),
        STRATUM: any(row.stratum for row in group),
    }
    named = [grouping for grouping, is_used in used.items() if is_used]
    return [
        {"order": order, "groupingId": grouping, "resultsByGroup": True}
        for order, grouping in enumerate(named, start=1)
    ]


def _make_method(
    identifier: str, name: str, records: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    known = [m for m in records if name == m or name.startswith(f"{m}, ")]
    record = records[max(known, key=len)] if known else {}
    method: dict[str, Any] = {"id": identifier, "name": name, "label": name}
    if record:
        method["description"] = (
            f"{record['gives']}. Limits: {record['limits']}. Source: {record['source']}"
        )
    return method


def _list_results(
    group: Sequence[Estimate], method: str, operations: dict[str, dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    for row in group:
        groups = list_result_groups(row)
        for part, attribute in _PARTS:
            value = getattr(row, attribute)
            if value is None and part:
                continue
            name = f"{row.statistic}, {part}" if part else row.statistic
            if name not in operations:
                order = len(operations) + 1
                operations[name] = {"id": f"{method}_{order}", "name": name, "order": order}
            yield {
                "operationId": operations[name]["id"],
                **_write_value(row, value, "" if part in _COUNTS else row.unit),
                **({"resultGroups": groups} if groups else {}),
            }


def _write_value(row: Estimate, value: float | None, unit: str) -> dict[str, str]:
    """Write a number whole and rounded; what has none says why."""
    if value is None:
        return {"formattedValue": f"{row.state}: {row.reason}"}
    whole = float(value).is_integer() and abs(value) < 1e15
    return {
        "rawValue": str(int(value)) if whole else repr(float(value)),
        "formattedValue": f"{value:.4g} {name_unit(unit)}".strip(),
    }
