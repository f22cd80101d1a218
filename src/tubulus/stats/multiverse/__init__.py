"""A planned multiverse: one estimand analysed under every combination of arbitrary choices.

Enumerates specifications, estimates one of them, and summarises the results of all.
Exports ``enumerate_specifications``, ``estimate_specification`` and ``summarise_specifications``.
"""

from __future__ import annotations

from tubulus.stats.multiverse import contrast, joint_test, summary
from tubulus.stats.multiverse.contrast import (
    SpecificationContrast,
    estimate_specification,
)
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

METHODS = (summary.METHOD, joint_test.METHOD, contrast.METHOD)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "JointCurveTest",
    "MultiverseSummary",
    "OptionSummary",
    "Specification",
    "SpecificationContrast",
    "SpecificationJointTest",
    "compute_joint_test",
    "enumerate_specifications",
    "estimate_specification",
    "summarise_options",
    "summarise_specifications",
]
