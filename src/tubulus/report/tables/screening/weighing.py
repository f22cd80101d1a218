"""Sentences on what the log-odds mean, what they rest on, and why pairs tie."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from tubulus.report.dossiers.scores import say_prior
from tubulus.report.material import Material

__all__ = ["say_meaning", "say_weighing"]

Row = dict[str, Any]

_NO_REFERENCE = "no reference set"
_THEN = "the tier of knowledge, then how the receptor and the ligand were found"
_SHARED = "Pairs equal in all of these share a rank, and the order of their names says nothing."


def say_weighing(material: Material) -> str:
    """Say which layers were weighed and how many rows tie; empty where no pair has log-odds."""
    scores = _list_scored(material)
    if not scores:
        return ""
    rows = material.get_rows("calibration_groups")
    ties = _say_prior_alone(scores) if _is_prior_alone(rows) else _say_ties(scores)
    return " ".join(filter(None, (_say_groups(rows, scores), ties)))


def say_meaning(material: Material) -> str:
    """Say what log-odds, posterior and interval are; empty where no pair has log-odds."""
    if not _list_scored(material):
        return ""
    if _is_prior_alone(material.get_rows("calibration_groups")):
        return (
            "No group of layers was calibrated: log-odds and posterior are those of the prior for "
            "every pair, without an interval, and order none."
        )
    prior = say_prior(material)
    at = f" at a prior of {prior}" if prior else ""
    return (
        f"Log-odds and posterior say how much a pair looks like the reference positives{at}; the "
        "share of true interactions is not known, so a posterior is no chance that the "
        "interaction is real. The 90 % interval is a bootstrap of the reference rows and of the "
        "groups of layers; it says nothing of what all layers miss."
    )


def _list_scored(material: Material) -> list[Row]:
    return [row for row in material.get_rows("pair_scores") if row.get("log_odds") is not None]


def _is_prior_alone(groups: list[Row]) -> bool:
    """Tell whether groups of layers are recorded and none of them was weighed."""
    return bool(groups) and all(row.get("state") != "computed" for row in groups)


def _say_prior_alone(scores: list[Row]) -> str:
    """Say what orders the pairs where no group of layers was weighed."""
    values = [row["rra_p"] for row in scores if row.get("rra_p") is not None]
    tied = values.count(min(values)) if values else 0
    least = f" {tied} of {len(scores)} scored rows share the least p of it." if tied > 1 else ""
    return (
        "So the log-odds are those of the prior for every pair, and pairs are ordered by the rank "
        f"aggregation, then {_THEN}.{least} {_SHARED}"
    )


def _say_groups(groups: list[Row], scores: list[Row]) -> str:
    if not groups:
        return ""
    weighed = [row["group"] for row in groups if row.get("state") == "computed"]
    reasons: dict[str, list[str]] = {}
    for row in groups:
        if row.get("state") != "computed":
            reasons.setdefault(_shorten(row.get("reason")), []).append(row["group"])
    left = "; ".join(f"{_join(names)} ({reason})" for reason, names in reasons.items())
    flat = _find_constant(scores, weighed)
    same = f" ({_join(flat)} the same for all candidates, so it orders none)" if flat else ""
    return (
        f"Layers weighed in the log-odds: {_join(weighed) or 'none'}{same}."
        f"{f' Not weighed: {left}.' if left else ''}"
    )


def _shorten(reason: str | None) -> str:
    """Leave what would bring a reference set to the table of the groups."""
    if (reason or "").startswith(f"{_NO_REFERENCE}:"):
        return f"{_NO_REFERENCE}; the table of the groups says what would bring one"
    return reason or "not recorded"


def _find_constant(scores: list[Row], weighed: Iterable[str]) -> list[str]:
    """Find the groups that add the same to every row."""
    parts = [_read(row.get("contributions")) for row in scores]
    if len(parts) < 2:
        return []
    return [
        name
        for name in weighed
        if parts[0].get(name) is not None and len({part.get(name) for part in parts}) == 1
    ]


def _read(text: Any) -> Row:
    try:
        parts = json.loads(text) if isinstance(text, str) else text
    except json.JSONDecodeError:
        return {}
    return parts if isinstance(parts, dict) else {}


def _say_ties(scores: list[Row]) -> str:
    best = max(row["log_odds"] for row in scores)
    tied = sum(row["log_odds"] == best for row in scores)
    if tied == 1:
        return ""
    return (
        f"{tied} of {len(scores)} scored rows (a pair on a cell type) tie at the largest log-odds. "
        f"Ties are ordered by the rank aggregation, then {_THEN}. {_SHARED}"
    )


def _join(names: list[str]) -> str:
    words = [name.replace("_", " ") for name in names]
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
