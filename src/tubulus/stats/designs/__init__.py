"""Designs of small trials: stopping rules, stages, dose finding, size and power.

Binary paths are summed exactly; only dose finding is simulated, from a generator passed in.
Each folder exports its functions; ``METHODS`` gathers the records of all of them.
"""

from __future__ import annotations

from tubulus.stats.designs import (
    dose_finding,
    group_sequential,
    safety,
    sample_size,
    two_stage,
)

METHODS = (
    *safety.METHODS,
    *two_stage.METHODS,
    *group_sequential.METHODS,
    *dose_finding.METHODS,
    *sample_size.METHODS,
)
"""The record of each method of this folder."""

__all__ = ["METHODS", "dose_finding", "group_sequential", "safety", "sample_size", "two_stage"]
