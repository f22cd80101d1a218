"""Joins study and stats: analysis sets, estimands and the results table.

Takes a frozen snapshot and the plan of its ``study.toml``; gives tables, shows nothing.
Exports ``read_plan``, ``collect_plan``, ``Plan`` and ``analyse_snapshot``.
"""

from __future__ import annotations

from tubulus.analysis.analyse import analyse_snapshot
from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.plan import collect_plan, read_plan

__all__ = ["Plan", "analyse_snapshot", "collect_plan", "read_plan"]
