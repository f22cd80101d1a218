"""What a caution is, and what its rule may look at."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Literal

import polars as pl

from tubulus.analysis.headings import name_subject
from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import Endpoint, Estimand
from tubulus.core.estimates import Estimate
from tubulus.study.definition.identity import Arm
from tubulus.study.snapshot import Snapshot

__all__ = ["CAUTION_SCHEMA", "Caution", "CautionContext", "CautionRule", "Evidence", "get_evidence"]

CAUTION_SCHEMA = pl.Schema(
    {
        "order": pl.Int32(),
        "id": pl.String(),
        "severity": pl.String(),
        "title": pl.String(),
        "text": pl.String(),
        "applies_to": pl.String(),
        "source": pl.String(),
    }
)


@dataclass(frozen=True, slots=True)
class Caution:
    """A sentence that must stand beside results.

    Parameters
    ----------
    id : str
        Name of the rule.
    severity : {'limit', 'warning', 'note'}
        ``limit``: the design cannot show it; ``warning``: something in these data;
        ``note``: good to know.
    title, text : str
        What to say.
    applies_to : tuple of str
        Sections of the results; ``all`` for every one.
    source : str
        Where a fact in the text comes from.
    """

    id: str
    severity: Literal["limit", "warning", "note"]
    title: str
    text: str
    applies_to: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True)
class CautionContext:
    """What the rules may look at."""

    snapshot: Snapshot
    plan: Plan
    estimates: tuple[Estimate, ...]
    more_sensitive: Mapping[str, Mapping[str, str]]
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    @property
    def arms(self) -> tuple[Arm, ...]:
        """Arms of the study."""
        return self.snapshot.study.arms

    @property
    def is_controlled(self) -> bool:
        """Whether there is an arm to compare with."""
        return len(self.arms) > 1

    @property
    def is_randomised(self) -> bool:
        """Whether arms were allocated at random."""
        return self.snapshot.study.identity.allocation == "randomised"

    def name_arm(self, arm: str) -> str:
        """Return the label of an arm."""
        found = self.snapshot.study.find_arm(arm)
        return found.label if found else arm

    def name_subject(self, estimand: str) -> str:
        """Name what an estimand is about: itself where it shares its endpoint with another."""
        return name_subject(self.plan, estimand)

    def list_contrasts(self) -> Iterator[tuple[Estimand, Endpoint, Arm, Arm]]:
        """Yield each estimand that compares arms, with its endpoint and two arms."""
        for estimand in self.plan.estimands:
            endpoint = self.plan.find_endpoint(estimand.variable)
            found = [self.snapshot.study.find_arm(arm) for arm in estimand.treatment]
            present = [arm for arm in found if arm is not None]
            for other in present[1:]:
                yield estimand, endpoint, present[0], other

    def list_items(self, endpoint: Endpoint) -> frozenset[tuple[str, str]]:
        """Return form and item of all on which an endpoint rests."""
        return self.plan.list_items(*endpoint.texts)


CautionRule = Callable[[CautionContext], Iterator[Caution]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact from the literature."""

    text: str
    source: str


@cache
def _read_evidence() -> Mapping[str, Evidence]:
    text = (resources.files("tubulus.analysis") / "evidence.toml").read_text("utf-8")
    return {name: Evidence(**fact) for name, fact in tomllib.loads(text).items()}


def get_evidence(name: str) -> Evidence:
    """Return a fact from the literature by its name."""
    return _read_evidence()[name]
