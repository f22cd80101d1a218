"""Run the plan's estimators on a batch of simulated trials."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

from tubulus.analysis.operating.cells import Cell
from tubulus.analysis.operating.draws import Mask, Trials
from tubulus.analysis.operating.model import TrialModel, Vector
from tubulus.stats.stacks import (
    StackedContrasts,
    compute_stacked_ancova,
    compute_stacked_differences,
    compute_stacked_shares,
    compute_stacked_tests,
    compute_stacked_weighting,
    impute_stacked_outcomes,
    pool_stacked_contrasts,
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
        self._scores: dict[tuple[int, int, bytes], StackedScores] = {}

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

    def make_design(self, cell: Cell, columns: tuple[int, ...], *, arm: bool = True) -> Vector:
        """Make intercept, arm and covariates of every trial, shape (B, n, p)."""
        parts = [np.ones((*self.trials.arms.shape, 1))]
        if arm:
            parts.append((self.trials.arms == cell.arm).astype(np.float64)[:, :, None])
        parts.append(self.trials.columns[:, :, list(columns)])
        return np.concatenate(parts, axis=2)

    def get_scores(self, cell: Cell, counted: Mask) -> StackedScores:
        """Return the propensity scores of those who count, fitted once for each such set."""
        key = cell.arm, cell.comparator, np.packbits(counted).tobytes()
        if key not in self._scores:
            design = self.make_design(cell, self.model.adjusted, arm=False)
            arms = (self.trials.arms == cell.arm).astype(np.float64)
            self._scores[key] = fit_stacked_scores(design, arms, counted)
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
    values, counted = batch.get_outcome(cell)
    design = batch.make_design(cell, _get_columns(batch, cell))
    counted = counted & batch.get_members(cell)
    return compute_stacked_ancova(design, values, counted, confidence=batch.model.confidence)


def _estimate_linear(batch: Batch, cell: Cell) -> StackedContrasts:
    values, counted = batch.get_outcome(cell)
    design = batch.make_design(cell, batch.model.adjusted)
    counted = counted & batch.get_members(cell)
    return compute_stacked_ancova(design, values, counted, confidence=batch.model.confidence)


def _estimate_imputed(batch: Batch, cell: Cell) -> StackedContrasts:
    values = batch.trials.outcomes[cell.estimand.outcome]
    seen = batch.trials.seen[cell.estimand.outcome]
    members = batch.get_members(cell)
    columns = _get_columns(batch, cell)
    completed = impute_stacked_outcomes(
        batch.make_design(cell, columns, arm=False),
        values,
        seen,
        (batch.trials.arms == cell.arm, batch.trials.arms == cell.comparator),
        (batch.model.imputations, batch.generator),
    )
    design = batch.make_design(cell, columns)
    return pool_stacked_contrasts(design, completed, members, confidence=batch.model.confidence)


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
