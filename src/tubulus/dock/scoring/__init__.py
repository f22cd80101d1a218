"""Scores of poses from published terms, each with its formula, direction and limits.

Exports the contact-based affinity estimate.
Scores rank poses of one pair; none of them shows that two partners meet.
"""

from tubulus.dock.scoring.contacts_affinity import (
    AffinityEstimate,
    compute_affinity,
    estimate_affinity,
)

__all__ = ["AffinityEstimate", "compute_affinity", "estimate_affinity"]
