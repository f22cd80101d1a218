"""The sections of ``study.toml`` that this room owns: what is analysed, in whom, and how."""

from __future__ import annotations

from tubulus.analysis.plan.sections.adjustment import Adjustment
from tubulus.analysis.plan.sections.describe import CorrelationWish, CountWish, DescribeSettings
from tubulus.analysis.plan.sections.design import (
    Design,
    DesignCorrelation,
    DesignCovariate,
    DesignOutcome,
    HarmShare,
    MissingOutcomes,
    Scenario,
    UnmeasuredConfounder,
)
from tubulus.analysis.plan.sections.endpoints import (
    Background,
    DayWindow,
    Endpoint,
    Examination,
    RegressionToMean,
)
from tubulus.analysis.plan.sections.estimands import Estimand, IntercurrentEvent
from tubulus.analysis.plan.sections.monitoring import Monitoring
from tubulus.analysis.plan.sections.multiverse import Multiverse
from tubulus.analysis.plan.sections.populations import (
    AnalysisSet,
    BaselineVariable,
    FlowStep,
    Stratum,
)
from tubulus.analysis.plan.sections.power import Power
from tubulus.analysis.plan.sections.settings import PlanSettings
from tubulus.analysis.plan.sections.testing import Hypothesis, Testing

__all__ = [
    "Adjustment",
    "AnalysisSet",
    "Background",
    "BaselineVariable",
    "CorrelationWish",
    "CountWish",
    "DayWindow",
    "DescribeSettings",
    "Design",
    "DesignCorrelation",
    "DesignCovariate",
    "DesignOutcome",
    "Endpoint",
    "Estimand",
    "Examination",
    "FlowStep",
    "HarmShare",
    "Hypothesis",
    "IntercurrentEvent",
    "MissingOutcomes",
    "Monitoring",
    "Multiverse",
    "PlanSettings",
    "Power",
    "RegressionToMean",
    "Scenario",
    "Stratum",
    "Testing",
    "UnmeasuredConfounder",
]
