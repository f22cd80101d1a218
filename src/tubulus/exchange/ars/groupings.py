"""By what results are grouped: arm, comparator, subgroup."""

from __future__ import annotations

from typing import Any

from tubulus.core.estimates import Estimate
from tubulus.exchange.ars.names import make_identifier
from tubulus.study.definition.study import Study

__all__ = ["ARM", "COMPARATOR", "STRATUM", "list_groupings", "list_result_groups"]

ARM, COMPARATOR, STRATUM = "GROUPING_ARM", "GROUPING_COMPARATOR", "GROUPING_STRATUM"


def list_groupings(study: Study) -> list[dict[str, Any]]:
    """List the grouping factors: the arms are declared, subgroups follow from the data."""
    return [
        _make_arms(study, ARM, "Arm"),
        _make_arms(study, COMPARATOR, "Comparator of a contrast"),
        {
            "id": STRATUM,
            "name": "Subgroup",
            "description": "Level of a stratum, of a category, or moment of a description",
            "groupingVariable": "stratum",
            "dataDriven": True,
        },
    ]


def _make_arms(study: Study, grouping: str, name: str) -> dict[str, Any]:
    groups = [
        {
            "id": make_identifier(grouping, arm.id),
            "name": arm.label,
            "label": arm.label,
            "level": 1,
            "order": order,
            "condition": {
                "dataset": "allocation",
                "variable": "arm",
                "comparator": "EQ",
                "value": [arm.id],
            },
        }
        for order, arm in enumerate(study.arms, start=1)
    ]
    return {
        "id": grouping,
        "name": name,
        "groupingDataset": "allocation",
        "groupingVariable": "arm",
        "dataDriven": False,
        "groups": groups,
    }


def list_result_groups(row: Estimate) -> list[dict[str, str]]:
    """List the groups to which a number belongs."""
    groups = []
    for grouping, arm in ((ARM, row.arm), (COMPARATOR, row.comparator)):
        if arm:
            groups.append({"groupingId": grouping, "groupId": make_identifier(grouping, arm)})
    if row.stratum:
        groups.append({"groupingId": STRATUM, "groupValue": row.stratum})
    return groups
