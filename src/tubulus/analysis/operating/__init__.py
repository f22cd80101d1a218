"""The plan on simulated trials: bias, coverage, error rates and power before there are data.

An engine: ``plan_trials`` cuts the work into chunks, ``run_chunk`` draws and analyses one, and
``merge_chunks`` makes the table of operating characteristics. Nothing here looks at a participant.
"""

from __future__ import annotations

from tubulus.analysis.operating.engine import (
    TrialChunk,
    TrialPlan,
    merge_chunks,
    plan_trials,
    run_chunk,
    run_seeded_chunk,
)
from tubulus.analysis.operating.table import OPERATING_SCHEMA

__all__ = [
    "OPERATING_SCHEMA",
    "TrialChunk",
    "TrialPlan",
    "merge_chunks",
    "plan_trials",
    "run_chunk",
    "run_seeded_chunk",
]
