"""How many participants a plan needs, and what power or precision it has.

Two proportions exactly, two means by the noncentral t, ranks by Noether's formula.
Exports the ``compute_*_power`` functions and the searches ``find_*_sample_size``.
"""

from __future__ import annotations

from tubulus.stats.designs.sample_size import (
    exact_power,
    non_inferiority,
    precision,
    rank_power,
    t_power,
)
from tubulus.stats.designs.sample_size.exact_power import (
    SampleSize,
    compute_exact_power,
    compute_rejection_probability,
    compute_two_proportion_power,
    find_exact_sample_size,
)
from tubulus.stats.designs.sample_size.non_inferiority import (
    compute_non_inferiority_level,
    compute_non_inferiority_power,
    find_non_inferior_tables,
)
from tubulus.stats.designs.sample_size.precision import (
    compute_chance_of_event,
    compute_expected_half_width,
    find_precision_sample_size,
    find_zero_event_sample_size,
)
from tubulus.stats.designs.sample_size.rank_power import (
    compute_rank_power,
    compute_win_probability,
    find_rank_sample_size,
)
from tubulus.stats.designs.sample_size.rejection import ExactTest, find_rejected_tables
from tubulus.stats.designs.sample_size.t_power import (
    MeanComparison,
    compute_mean_power,
    find_mean_sample_size,
)

METHODS = (
    exact_power.METHOD,
    non_inferiority.METHOD,
    t_power.METHOD,
    rank_power.METHOD,
    precision.METHOD,
)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "ExactTest",
    "MeanComparison",
    "SampleSize",
    "compute_chance_of_event",
    "compute_exact_power",
    "compute_expected_half_width",
    "compute_mean_power",
    "compute_non_inferiority_level",
    "compute_non_inferiority_power",
    "compute_rank_power",
    "compute_rejection_probability",
    "compute_two_proportion_power",
    "compute_win_probability",
    "find_exact_sample_size",
    "find_mean_sample_size",
    "find_non_inferior_tables",
    "find_precision_sample_size",
    "find_rank_sample_size",
    "find_rejected_tables",
    "find_zero_event_sample_size",
]
