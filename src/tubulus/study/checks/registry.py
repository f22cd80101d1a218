"""The list of all checks, and the one runner for what they share."""

from __future__ import annotations

from datetime import date

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.consent.partner import NO_PARTNER_CONSENT
from tubulus.study.checks.consent.procedures import NO_CONSENT
from tubulus.study.checks.dates.order import BASELINE_ORDER, EVENT_ORDER
from tubulus.study.checks.dates.plausible import AGE, BEFORE_BIRTH, make_data_cut_check
from tubulus.study.checks.dates.windows import MISSING_ANCHOR, VISIT_WINDOW
from tubulus.study.checks.design.arms import ARM_TREATMENT
from tubulus.study.checks.design.placeholders import PLACEHOLDERS
from tubulus.study.checks.finding import make_finding_frame
from tubulus.study.checks.hormones.laboratory import LABORATORY_RANGE, SAMPLING_TIME
from tubulus.study.checks.hormones.units import FITTING_UNIT
from tubulus.study.checks.presence.conflicting_arms import ONE_MAN_ONE_ARM
from tubulus.study.checks.presence.due import (
    MISSING_FORM,
    make_empty_form_check,
    make_missing_visit_check,
)
from tubulus.study.checks.presence.duplicates import DUPLICATE_FORM, IDENTICAL_ENTRY, SAME_PERSON
from tubulus.study.checks.presence.required import MISSING_ITEM, NOT_ASKED
from tubulus.study.checks.presence.unknown import (
    IN_NO_ARM,
    UNKNOWN_LABORATORY,
    UNKNOWN_PARTICIPANT,
    WRONG_ARM,
    WRONG_VISIT,
)
from tubulus.study.checks.product.harvest import HARVEST_LINK, HARVEST_ORDER
from tubulus.study.checks.product.identity import (
    IDENTITY,
    LOT_LINK,
    ONE_MAN_ONE_HARVEST,
    ONE_MAN_ONE_LOT,
)
from tubulus.study.checks.product.release import CELLS_AVAILABLE, RELEASED, TESTED, UNEXPIRED
from tubulus.study.checks.rules.edit_checks import EDIT_CHECKS
from tubulus.study.checks.rules.eligibility import ELIGIBILITY
from tubulus.study.checks.rules.reported import REPORTED
from tubulus.study.checks.safety.events import COMPLICATION, EVENT_DATES, SERIOUSNESS
from tubulus.study.checks.semen.abstinence import ABSTINENCE
from tubulus.study.checks.semen.arithmetic import MOTILITY_SUM, TOTAL
from tubulus.study.checks.semen.search_effort import AZOOSPERMIA, EXAMINER, MORE_SENSITIVE
from tubulus.study.checks.semen.sperm_seen import NO_SPERM, NOT_QUANTIFIABLE, SURGICAL_SPERM
from tubulus.study.checks.values.codes import UNKNOWN_CODE
from tubulus.study.checks.values.limits import IMPOSSIBLE_VALUE, UNUSUAL_VALUE
from tubulus.study.checks.values.unreadable import UNREADABLE
from tubulus.study.checks.withholding import withhold_identifying
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import StudyData

__all__ = ["CHECKS", "list_checks", "run_checks"]

CHECKS: tuple[Check, ...] = (
    PLACEHOLDERS,
    ARM_TREATMENT,
    UNREADABLE,
    UNKNOWN_CODE,
    IMPOSSIBLE_VALUE,
    UNUSUAL_VALUE,
    UNKNOWN_PARTICIPANT,
    WRONG_VISIT,
    WRONG_ARM,
    IN_NO_ARM,
    ONE_MAN_ONE_ARM,
    UNKNOWN_LABORATORY,
    DUPLICATE_FORM,
    IDENTICAL_ENTRY,
    SAME_PERSON,
    MISSING_ITEM,
    NOT_ASKED,
    MISSING_FORM,
    BEFORE_BIRTH,
    AGE,
    EVENT_ORDER,
    BASELINE_ORDER,
    VISIT_WINDOW,
    MISSING_ANCHOR,
    EDIT_CHECKS,
    ELIGIBILITY,
    NO_CONSENT,
    NO_PARTNER_CONSENT,
    IDENTITY,
    ONE_MAN_ONE_HARVEST,
    HARVEST_LINK,
    HARVEST_ORDER,
    LOT_LINK,
    ONE_MAN_ONE_LOT,
    RELEASED,
    UNEXPIRED,
    TESTED,
    CELLS_AVAILABLE,
    TOTAL,
    MOTILITY_SUM,
    NO_SPERM,
    NOT_QUANTIFIABLE,
    AZOOSPERMIA,
    MORE_SENSITIVE,
    EXAMINER,
    ABSTINENCE,
    SURGICAL_SPERM,
    FITTING_UNIT,
    LABORATORY_RANGE,
    SAMPLING_TIME,
    SERIOUSNESS,
    EVENT_DATES,
    COMPLICATION,
    REPORTED,
)
"""Every check that needs no more than the study, by topic."""


_DATED = (make_empty_form_check, make_missing_visit_check, make_data_cut_check)


def list_checks(data_cut: date | None = None) -> tuple[Check, ...]:
    """List every check, with those that need the day on which the data were cut."""
    return (*CHECKS, *(make(data_cut) for make in _DATED))


def run_checks(
    study: Study, records: pl.DataFrame, data: StudyData, *, data_cut: date | None = None
) -> pl.DataFrame:
    """Run every check over the records of a study.

    Parameters
    ----------
    study : Study
        The definition.
    records : polars.DataFrame
        Long table of records.
    data : StudyData
        The same records by participant.
    data_cut : date, optional
        Day on which the data were cut: later dates are reported, and visits overdue on it. Without
        it no date is too late, and visits are overdue on the latest date in the data.

    Returns
    -------
    polars.DataFrame
        Table of findings, the gravest first; the same data give the same table. It holds no text
        of an item that identifies a person.

    Raises
    ------
    ExpressionError
        If a rule of the study cannot be read.
    """
    findings = (
        finding
        for check in list_checks(data_cut)
        for finding in check.function(study, records, data)
    )
    return make_finding_frame(withhold_identifying(study, data, findings))
