"""Facts derived from records by rules of the field.

Study days from each arm's anchor, semen arithmetic, the effort with which sperm were looked for,
reference limits by edition, and the counts behind printed percentages.
"""

from tubulus.study.derivations.examination import (
    Effort,
    MoreSensitive,
    compare_efforts,
    derive_effort,
    derive_more_sensitive,
)
from tubulus.study.derivations.percentages import PercentageCheck, check_percentage, find_counts
from tubulus.study.derivations.reference_limits import (
    EditionError,
    count_below_limit,
    list_editions,
    read_reference_limits,
)
from tubulus.study.derivations.semen import (
    SpermFinding,
    compute_motility_sum,
    compute_total,
    derive_sperm_finding,
)
from tubulus.study.derivations.study_days import (
    compute_study_day,
    find_anchor_day,
    find_entry_day,
)

__all__ = [
    "EditionError",
    "Effort",
    "MoreSensitive",
    "PercentageCheck",
    "SpermFinding",
    "check_percentage",
    "compare_efforts",
    "compute_motility_sum",
    "compute_study_day",
    "compute_total",
    "count_below_limit",
    "derive_effort",
    "derive_more_sensitive",
    "derive_sperm_finding",
    "find_anchor_day",
    "find_counts",
    "find_entry_day",
    "list_editions",
    "read_reference_limits",
]
