"""The caution about so many missing values that what is assumed of them decides the result."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.cautions.caution import Caution, CautionContext
from tubulus.analysis.imputation.absent import ABSENT
from tubulus.analysis.imputation.pooled import MISSING_INFORMATION
from tubulus.core.estimates import Estimate

__all__ = ["caution_much_missing"]

_LARGEST_GAP = 0.10
"""Difference of the shares of two arms without a value: beyond it the arms lose people unequally.
This program's judgement; the share itself is no measure of bias."""

_LARGEST_SHARE = 0.20
"""Share of all without a value beyond which leaving them out is rarely believed (Schulz and
Grimes, Lancet 2002;359:781-785)."""

_LARGEST_INFORMATION = 0.30
"""Fraction of missing information beyond which a contrast rests on its imputation model as much
as to say so. This program's judgement."""


def caution_much_missing(context: CautionContext) -> Iterator[Caution]:
    """Warn where arms lack values unequally, many are missing, or much rests on imputation."""
    parts = [*_list_shares(context), *_list_information(context)]
    if not parts:
        return
    text = (
        f"{'; '.join(parts)}. What is assumed of those without a value decides here as much as "
        "what was seen of the others; no analysis of the seen values can show which assumption "
        "is right."
    )
    yield Caution("much-missing", "warning", "Many or unequally missing values", text, ("all",))


def _list_shares(context: CautionContext) -> Iterator[str]:
    groups: dict[tuple[str, str], list[Estimate]] = {}
    for row in context.estimates:
        if row.statistic == ABSENT and row.denominator:
            groups.setdefault((row.estimand, row.visit), []).append(row)
    told: dict[str, None] = {}
    for rows in groups.values():
        shares = [row.value or 0.0 for row in rows]
        whole = sum(row.n or 0 for row in rows) / sum(row.denominator or 0 for row in rows)
        if max(shares) - min(shares) > _LARGEST_GAP or whole > _LARGEST_SHARE:
            counts = ", ".join(
                f"{context.name_arm(row.arm)} {row.n} of {row.denominator}" for row in rows
            )
            told[f"{rows[0].label} without a value: {counts}"] = None
    yield from told


def _list_information(context: CautionContext) -> Iterator[str]:
    for row in context.estimates:
        value = row.value or 0.0
        if row.statistic == MISSING_INFORMATION and value > _LARGEST_INFORMATION:
            yield f"{row.label}: {100 * value:.0f} % of the information rests on imputation"
