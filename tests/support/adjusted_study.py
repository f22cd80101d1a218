"""The small study with arms that differ in age and infertility, and a plan that adjusts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.support.small_study import Man, SmallStudy, make_men, make_small_study

__all__ = ["ADJUSTMENT", "make_adjusted_study", "make_unlike_men"]

ADJUSTMENT = """
[adjustment]
covariates = ["age", "infertility", "fsh"]
targets = ["overlap", "att", "ate", "entropy"]
doubly_robust = ["aipw", "tmle"]
minimum_effective = 3
negative_controls = ["testosterone"]
"""


def make_unlike_men(n: int = 14) -> tuple[Man, ...]:
    """Make men of two arms of whom the first are older and more often of secondary infertility."""
    men = []
    for k, (arm, responders) in enumerate((("cells", 5), ("control", 3))):
        for i, man in enumerate(make_men(arm, n, responders)):
            age = 26 + (7 * i) % 15 + 4 * (1 - k)
            secondary = i % (3 if k else 2) == 0
            fsh = (f"{14 + (5 * i) % 13}.{k}", f"{15 + (3 * i) % 11 + 3 * k}.5")
            kind = "secondary" if secondary else "primary"
            men.append(replace(man, age=str(age), infertility=kind, fsh=fsh))
    return tuple(men)


def make_adjusted_study(
    folder: Path, *, edits: Mapping[str, str] | None = None, more: str = ADJUSTMENT, **differs: Any
) -> SmallStudy:
    """Make the study; few bootstrap draws, so that a test is quick."""
    settings = {"[plan]\n": "[plan]\nresamples = 200\npermutations = 200\n", **(edits or {})}
    differs = {"men": make_unlike_men(), "covariates": ("age",), **differs}
    return make_small_study(folder, edits=settings, more=more, **differs)
