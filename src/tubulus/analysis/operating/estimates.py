"""Run the plan's estimators on a batch of simulated trials."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

from tubulus.analysis.operating.cells import Cell
from tubulus.analysis.operating.draws import Mask, Trials
from tubulus.analysis.operating.model import TrialModel, Vector
from tubulus.stats.imputation.stack import compute_imputed_ancova_stack
from tubulus.stats.linear.ancova_batch import compute_ancova_batch
from tubulus.stats.stacks import (
    StackedContrasts,
    compute_stacked_differences,
    compute_stacked_shares,
    compute_stacked_tests,
    compute_stacked_weighting,
)
from tubulus.stats.stacks.weighting import StackedScores, fit_stacked_scores

__all__ = ["Batch", "estimate_cell"]

_FILLED = {"non-response": 0.0, "no event": 0.0, "event": 1.0}


class Batch:
    """A batch of trials with what several estimators share.

    Parameters
    ----------
    model : TrialModel
        What is simulated.
    trials : Trials
        The drawn trials.
    generator : Generator
        Draws the imputations.
    """

    def __init__(self, model: TrialModel, trials: Trials, generator: Generator) -> None:
        self.model, self.trials, self.generator = model, trials, generator
        self._scores: dict[tuple[int, int, tuple[int, ...], bytes], StackedScores] = {}

    def get_members(self, cell: Cell) -> Mask:
        """Return who is in one of the two arms of a contrast, shape (B, n)."""
        arms = self.trials.arms
        return np.asarray((arms == cell.arm) | (arms == cell.comparator))

    def get_outcome(self, cell: Cell) -> tuple[Vector, Mask]:
        """Return outcomes by the estimand's rule for missing ones, and whose counts."""
        values, seen = (
            self.trials.outcomes[cell.estimand.outcome],
            self.trials.seen[cell.estimand.outcome],
        )
        filled = _FILLED.get(cell.estimand.missing)
        if filled is None:
            return values, seen
        return np.where(seen, values, filled), np.ones_like(seen)

    def get_arms(self, cell: Cell) -> Vector:
        """Return 1 for members of the first arm of a contrast, shape (B, n)."""
        return np.asarray(self.trials.arms == cell.arm, dtype=np.float64)

    def get_scores(self, cell: Cell, counted: Mask) -> StackedScores:
        """Return the propensity scores of those who count, fitted once for each such set.

        As in the analysis the value before joins the plan's covariates where it is not among them.
        """
        before = self.model.outcomes[cell.estimand.outcome].baseline
        joins = before >= 0 and before not in self.model.adjusted
        columns = (before, *self.model.adjusted) if joins else self.model.adjusted
        key = cell.arm, cell.comparator, columns, np.packbits(counted).tobytes()
        if key not in self._scores:
            ones = np.ones((*counted.shape, 1))
            design = np.concatenate([ones, self.trials.columns[:, :, list(columns)]], axis=2)
            self._scores[key] = fit_stacked_scores(design, self.get_arms(cell), counted)
        return self._scores[key]


def estimate_cell(batch: Batch, cell: Cell) -> StackedContrasts:
    """Estimate one contrast in every trial of a batch."""
    return _RUNNERS[cell.kind](batch, cell)


def _count(
    values: Vector, counted: Mask, members: Mask
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    own = counted & members
    events = (own & (values == 1.0)).sum(axis=1).astype(np.int64)
    return events, own.sum(axis=1).astype(np.int64)


def _estimate_share(batch: Batch, cell: Cell) -> StackedContrasts:
    values, counted = batch.get_outcome(cell)
    events, n = _count(values, counted, batch.trials.arms == cell.arm)
    return compute_stacked_shares(events, n, confidence=batch.model.confidence)


def _estimate_difference(batch: Batch, cell: Cell) -> StackedContrasts:
    values, counted = batch.get_outcome(cell)
    counts = (
        *_count(values, counted, batch.trials.arms == cell.arm),
        *_count(values, counted, batch.trials.arms == cell.comparator),
    )
    found = compute_stacked_differences(counts, confidence=batch.model.confidence)
    if cell.estimand.test == "none":
        return found
    p_value = compute_stacked_tests(cell.estimand.test, counts)
    return StackedContrasts(found.estimate, found.error, found.low, found.high, p_value)


def _get_columns(batch: Batch, cell: Cell) -> tuple[int, ...]:
    """Return the columns of an ANCOVA: the value before, then the covariates."""
    before = batch.model.outcomes[cell.estimand.outcome].baseline
    return (before, *cell.estimand.covariates) if before >= 0 else cell.estimand.covariates


def _estimate_ancova(batch: Batch, cell: Cell) -> StackedContrasts:
    return _fit(batch, cell, _get_columns(batch, cell))


def _estimate_linear(batch: Batch, cell: Cell) -> StackedContrasts:
    return _fit(batch, cell, batch.model.adjusted)


def _fit(batch: Batch, cell: Cell, columns: tuple[int, ...]) -> StackedContrasts:
    values, counted = batch.get_outcome(cell)
    found = compute_ancova_batch(
        values,
        batch.get_arms(cell),
        batch.trials.columns[:, :, list(columns)],
        frequencies=(counted & batch.get_members(cell)).astype(np.float64),
        confidence=batch.model.confidence,
    )
    return StackedContrasts(
        found.estimates, found.standard_errors, found.low, found.high, found.p_values
    )


def _estimate_imputed(batch: Batch, cell: Cell) -> StackedContrasts:
    outcome = cell.estimand.outcome
    values = np.where(batch.trials.seen[outcome], batch.trials.outcomes[outcome], np.nan)
    columns = list(_get_columns(batch, cell))
    parts = values, batch.get_arms(cell), batch.trials.columns[:, :, columns]
    members = batch.get_members(cell)
    if not members.all():
        # arms have the same size in every trial, so that their members fit one array
        rows = np.nonzero(members)[1].reshape(members.shape[0], -1)
        at = np.arange(members.shape[0])[:, None]
        parts = parts[0][at, rows], parts[1][at, rows], parts[2][at, rows]
    found = compute_imputed_ancova_stack(
        *parts,
        generator=batch.generator,
        imputations=batch.model.imputations,
        confidence=batch.model.confidence,
    )
    return StackedContrasts(
        found.estimate, found.standard_error, found.low, found.high, found.p_value
    )


def _estimate_weighted(batch: Batch, cell: Cell) -> StackedContrasts:
    values, counted = batch.get_outcome(cell)
    scores = batch.get_scores(cell, counted & batch.get_members(cell))
    found, *sizes = compute_stacked_weighting(
        scores,
        values,
        cell.target,
        confidence=batch.model.confidence,
    )
    if cell.target != "ATT":
        return found
    # the plan shows a contrast for the treated only where both arms are worth enough
    shown = np.minimum(*sizes) >= batch.model.minimum_effective
    parts = (found.estimate, found.error, found.low, found.high, found.p_value)
    return StackedContrasts(*(np.where(shown, part, np.nan) for part in parts))


_RUNNERS: Mapping[str, Callable[[Batch, Cell], StackedContrasts]] = {
    "share": _estimate_share,
    "difference": _estimate_difference,
    "linear": _estimate_linear,
    "ancova": _estimate_ancova,
    "imputed": _estimate_imputed,
    "weighted": _estimate_weighted,
}
