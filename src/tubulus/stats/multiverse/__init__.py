"""A planned multiverse: one estimand analysed under every combination of arbitrary choices.

Enumerates specifications and summarises their results; running them is for the caller.
Exports ``enumerate_specifications``, ``summarise_specifications`` and ``compute_joint_test``.
"""

from __future__ import annotations

from tubulus.stats.multiverse import joint_test, summary
from tubulus.stats.multiverse.joint_test import (
    JointCurveTest,
    SpecificationJointTest,
    compute_joint_test,
)
from tubulus.stats.multiverse.specifications import Specification, enumerate_specifications
from tubulus.stats.multiverse.summary import (
    MultiverseSummary,
    OptionSummary,
    summarise_options,
    summarise_specifications,
)

METHODS = (summary.METHOD, joint_test.METHOD)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "JointCurveTest",
    "MultiverseSummary",
    "OptionSummary",
    "Specification",
    "SpecificationJointTest",
    "compute_joint_test",
    "enumerate_specifications",
    "summarise_options",
    "summarise_specifications",
]
