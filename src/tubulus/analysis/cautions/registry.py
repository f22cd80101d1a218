"""The rules in the order in which a reader should meet their cautions, and their runner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

import polars as pl

from tubulus.analysis.cautions.balance import caution_imbalance
from tubulus.analysis.cautions.caution import CAUTION_SCHEMA, CautionContext, CautionRule
from tubulus.analysis.cautions.counted import caution_flow, caution_left_out
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
from tubulus.analysis.cautions.harms import caution_no_window, caution_undated
from tubulus.analysis.cautions.missing import (
    caution_below_limit,
    caution_missing,
    caution_not_counted,
    caution_pregnancy,
)
from tubulus.analysis.cautions.much_missing import caution_much_missing
from tubulus.analysis.cautions.ranks import caution_many_ties
from tubulus.analysis.cautions.results import (
    caution_before_after,
    caution_examination,
    caution_laboratories,
    caution_largest_comparator,
    caution_subgroup,
    caution_time_of_day,
    caution_zero_events,
    caution_zero_responders,
)
from tubulus.analysis.cautions.rules import caution_rules_differ
from tubulus.analysis.cautions.stopping import caution_crossed
from tubulus.analysis.cautions.untreated import caution_background, caution_regression
from tubulus.analysis.cautions.weights import (
    caution_few_effective,
    caution_not_weighted,
    caution_unbalanced,
)

__all__ = ["CAUTION_RULES", "derive_cautions"]

CAUTION_RULES: Mapping[str, CautionRule] = {
    "synthetic": caution_synthetic,
    "boundary-crossed": caution_crossed,
    "not-randomised": caution_not_randomised,
    "baseline-imbalance": caution_imbalance,
    "weights-not-estimable": caution_not_weighted,
    "weights-unbalanced": caution_unbalanced,
    "weights-few": caution_few_effective,
    "no-control": caution_no_control,
    "responders-in-one-subgroup": caution_subgroup,
    "background-rate": caution_background,
    "search-effort": caution_examination,
    "largest-comparator": caution_largest_comparator,
    "open-label": caution_masking,
    "zero-events": caution_zero_events,
    "no-window": caution_no_window,
    "undated-events": caution_undated,
    "zero-responders": caution_zero_responders,
    "surgery-in-one-arm": caution_surgery,
    "moved-by-design": caution_moved_by_design,
    "regression-to-the-mean": caution_regression,
    "before-after": caution_before_after,
    "left-out": caution_left_out,
    "flow-and-analysis": caution_flow,
    "missing-values": caution_missing,
    "much-missing": caution_much_missing,
    "left-for-pregnancy": caution_pregnancy,
    "not-counted": caution_not_counted,
    "below-limit": caution_below_limit,
    "many-ties": caution_many_ties,
    "rules-differ": caution_rules_differ,
    "several-laboratories": caution_laboratories,
    "late-blood": caution_time_of_day,
    "day-one-differs": caution_anchors,
    "core-outcomes": caution_outcomes_missing,
}
"""Rules by the identifier of what they say, in the order of the report."""


def derive_cautions(context: CautionContext) -> pl.DataFrame:
    """Apply every rule and put the cautions that apply into a table."""
    found = [caution for rule in CAUTION_RULES.values() for caution in rule(context)]
    rows = [
        {**asdict(caution), "order": order, "applies_to": ",".join(caution.applies_to)}
        for order, caution in enumerate(found, start=1)
    ]
    return pl.DataFrame(rows, schema=CAUTION_SCHEMA, orient="row")
