"""What an analysis consists of: parts that each give rows of estimates and tables of their own.

A part looks at the same context as the others and at the rows before it; the order is that of
``analyse.PARTS``. A part whose section the plan does not declare gives nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.plan.contents import Plan
from tubulus.core.estimates import Estimate
from tubulus.core.seeds import make_generator
from tubulus.study.snapshot import Snapshot

__all__ = ["AnalysisContext", "Part", "PartResult"]


@dataclass(frozen=True)
class AnalysisContext:
    """What every part of an analysis may look at.

    Parameters
    ----------
    snapshot, plan : Snapshot, Plan
        The frozen data, and what is analysed.
    estimands : tuple of EstimandContext
        Each estimand with its participants, in the order of the plan.
    seed : int
        Seed of the run; each part takes its own stream from :meth:`make_generator`.
    provenance : str
        Identifier of the provenance record, for tables that are no estimates.
    """

    snapshot: Snapshot
    plan: Plan
    estimands: tuple[EstimandContext, ...]
    seed: int
    provenance: str

    def make_generator(self, *label: str) -> np.random.Generator:
        """Make the generator of a part: equal labels give equal draws in every run."""
        return make_generator(self.seed, "analysis", *label)

    @property
    def is_randomised(self) -> bool:
        """Whether participants were drawn into the arms by lot."""
        return self.snapshot.study.identity.allocation == "randomised"


@dataclass(frozen=True, slots=True)
class PartResult:
    """What a part gives: rows of the estimates table, and tables of its own by name."""

    rows: tuple[Estimate, ...] = ()
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)


Part = Callable[[AnalysisContext, tuple[Estimate, ...]], PartResult]
"""A part is given the context and the rows of the parts before it."""
