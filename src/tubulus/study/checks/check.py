"""What is known of a check beside its rule: the record that registry and reference read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from tubulus.study.checks.finding import Finding
from tubulus.study.definition.forms import Severity
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import StudyData

__all__ = ["Check", "CheckFunction"]

CheckFunction = Callable[[Study, pl.DataFrame, StudyData], list[Finding]]
"""Definition, long table of records, and the same records by participant -> findings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check.

    Parameters
    ----------
    id : str
        Its identifier, as it stands in a finding.
    title : str
        What must hold, in one sentence.
    severity : str
        The gravest severity that it reports.
    looks_at : str
        Forms and items it reads; a study without them is passed over.
    source : str
        Where the rule comes from.
    function : callable
        The rule.
    topic : str
        Heading under which the reference lists it.
    """

    id: str
    title: str
    severity: Severity
    looks_at: str
    source: str
    function: CheckFunction
    topic: str
