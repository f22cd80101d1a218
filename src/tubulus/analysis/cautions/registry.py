"""The rules in the order in which a reader should meet their cautions, and their runner."""

from __future__ import annotations

from dataclasses import asdict

import polars as pl

from tubulus.analysis.cautions.caution import CAUTION_SCHEMA, CautionContext, CautionRule
from tubulus.analysis.cautions.design import (
    caution_anchors,
    caution_masking,
    caution_moved_by_design,
    caution_no_control,
    caution_not_randomised,
    caution_outcomes_missing,
    caution_surgery,
    caution_synthetic,
)
from tubulus.analysis.cautions.results import (
    caution_background,
    caution_before_after,
    caution_examination,
    caution_laboratories,
    caution_largest_comparator,
    caution_missing,
    caution_regression,
    caution_subgroup,
    caution_zero_events,
)

__all__ = ["CAUTION_RULES", "derive_cautions"]

CAUTION_RULES: tuple[CautionRule, ...] = (
    caution_synthetic,
    caution_not_randomised,
    caution_no_control,
    caution_subgroup,
    caution_background,
    caution_examination,
    caution_largest_comparator,
    caution_masking,
    caution_zero_events,
    caution_surgery,
    caution_moved_by_design,
    caution_regression,
    caution_before_after,
    caution_missing,
    caution_laboratories,
    caution_anchors,
    caution_outcomes_missing,
)


def derive_cautions(context: CautionContext) -> pl.DataFrame:
    """Apply every rule and put the cautions that apply into a table."""
    found = [caution for rule in CAUTION_RULES for caution in rule(context)]
    rows = [
        {**asdict(caution), "order": order, "applies_to": ",".join(caution.applies_to)}
        for order, caution in enumerate(found, start=1)
    ]
    return pl.DataFrame(rows, schema=CAUTION_SCHEMA, orient="row")
