"""Sections of ``study.toml`` that the lock of a plan holds by their hash, and what it leaves out.

A setting that changes no number may change after the freeze.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tubulus.core.files import compute_text_hash

__all__ = [
    "IN_SILICO_SECTIONS",
    "LOCKED_SECTIONS",
    "NEUTRAL_SETTINGS",
    "find_changed_sections",
    "hash_sections",
]

LOCKED_SECTIONS = (
    "study", "roles", "arms", "visits", "laboratories", "forms", "eligibility", "sources", "plan",
    "analysis_sets", "strata", "flow", "baseline", "endpoints", "estimands", "adjustment",
    "testing", "multiverse", "monitoring", "power", "design", "screen", "dock",
)  # fmt: skip
"""Sections of ``study.toml`` that decide a result."""
IN_SILICO_SECTIONS = ("screen", "dock")
"""Those of them that share no number with the participants."""

NEUTRAL_SETTINGS = frozenset(
    {
        "dock.pairs_per_chunk",
        "dock.worker_megabytes",
        "dock.shown_pairs",
        "dock.search.device",
        "dock.search.fourier",
        "dock.search.memory_megabytes",
    }
)
"""Settings that say where and how fast, and how much is shown: they may change after the freeze.

``fourier`` and ``device`` can change the last digits of a score.
"""


def hash_sections(data: Mapping[str, Any]) -> dict[str, str]:
    """Hash each section that decides a result, whatever its layout and comments.

    ``NEUTRAL_SETTINGS`` are left out.
    """
    kept = {name: data[name] for name in LOCKED_SECTIONS if name in data}
    return {name: _hash(_drop_neutral(name, value)) for name, value in kept.items()}


def find_changed_sections(
    data: Mapping[str, Any], then: Mapping[str, str], sections: Sequence[str] = LOCKED_SECTIONS
) -> tuple[str, ...]:
    """Name the sections that are not what they were when they were hashed.

    Parameters
    ----------
    data : mapping
        What ``study.toml`` says now.
    then : mapping of str to str
        Hash of each section that was there then. A lock from before any setting was neutral holds
        that of the whole section, which counts as well.
    sections : sequence of str
        Sections to look at.
    """
    now = hash_sections(data)
    changed = (name for name in sections if now.get(name) != then.get(name))
    return tuple(n for n in changed if n not in data or _hash(data[n]) != then.get(n))


def _hash(value: object) -> str:
    return compute_text_hash(json.dumps(value, sort_keys=True, default=str))


def _drop_neutral(place: str, value: Any) -> Any:
    """Leave out neutral settings, and the tables that hold nothing else."""
    if not isinstance(value, Mapping) or not any(
        name.startswith(f"{place}.") for name in NEUTRAL_SETTINGS
    ):
        return value
    kept = {
        key: _drop_neutral(f"{place}.{key}", inner)
        for key, inner in value.items()
        if f"{place}.{key}" not in NEUTRAL_SETTINGS
    }
    return {key: inner for key, inner in kept.items() if inner != {}}
