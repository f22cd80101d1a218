"""Graphs of hypotheses: how significance is shared out and handed on after a rejection."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "HypothesisGraph",
    "make_fallback_graph",
    "make_fixed_sequence_graph",
    "make_gated_graph",
    "make_holm_graph",
]

# Shares typed with six digits, such as 0.333333, must add up to 1 only so far.
_SUM_TOLERANCE = 1e-5


@dataclass(frozen=True, slots=True)
class HypothesisGraph:
    """Hypotheses, their shares of the significance level, and who inherits a share.

    Parameters
    ----------
    names : tuple of str
        Hypotheses, each once.
    weights : tuple of float
        Share of the level that each is tested at first, in [0, 1], together at most 1.
    transitions : tuple of tuple of float
        Row i, column j: part of the share of i that goes to j once i is rejected, in [0, 1]; a row
        adds up to at most 1 and is 0 on the diagonal.

    Raises
    ------
    ValueError
        If a part is not so; the message names all the hypotheses concerned.
    """

    names: tuple[str, ...]
    weights: tuple[float, ...]
    transitions: tuple[tuple[float, ...], ...]

    def __post_init__(self) -> None:
        """Refuse a graph that does not control the level."""
        problems = (
            self._find_wrong_shape() or self._find_wrong_weights() + self._find_wrong_transitions()
        )
        if problems:
            raise ValueError("; ".join(problems))

    def _find_wrong_shape(self) -> list[str]:
        problems = []
        size = len(self.names)
        if len(set(self.names)) != size:
            twice = sorted({name for name in self.names if self.names.count(name) > 1})
            problems.append(f"a hypothesis is named twice: {', '.join(twice)}")
        if len(self.weights) != size:
            problems.append(f"{size} hypotheses need as many weights, got {len(self.weights)}")
        if [len(row) for row in self.transitions] != [size] * size:
            problems.append(f"{size} hypotheses need {size} rows of {size} transitions")
        return problems

    def _find_wrong_weights(self) -> list[str]:
        outside = [
            name
            for name, weight in zip(self.names, self.weights, strict=True)
            if not _is_share(weight)
        ]
        if outside:
            return [f"a weight lies in [0, 1], not so for {', '.join(outside)}"]
        total = math.fsum(self.weights)
        if total > 1.0 + _SUM_TOLERANCE:
            return [f"weights add up to at most 1, not {total:g}"]
        return []

    def _find_wrong_transitions(self) -> list[str]:
        problems = []
        for place, (name, row) in enumerate(zip(self.names, self.transitions, strict=True)):
            if not all(_is_share(part) for part in row):
                problems.append(f"a transition lies in [0, 1], not so from {name}")
            elif row[place] != 0.0:
                problems.append(f"{name} hands a share on to itself")
            elif math.fsum(row) > 1.0 + _SUM_TOLERANCE:
                problems.append(f"transitions from {name} add up to {math.fsum(row):g}, above 1")
        return problems


def _is_share(value: float) -> bool:
    return 0.0 <= value <= 1.0


def make_gated_graph(gates: Sequence[str], family: Sequence[str]) -> HypothesisGraph:
    """Make the graph of gates passed one after the other, then a family tested by Holm.

    Parameters
    ----------
    gates : sequence of str
        Tested in this order at the full level, each only after the one before was rejected.
    family : sequence of str
        Tested by Holm's procedure once every gate was passed.
    """
    names = (*gates, *family)
    size, first = len(names), len(gates)
    shares = [0.0] * first + [1.0 / len(family) for _ in family]
    weights = [1.0] + [0.0] * (size - 1) if gates else shares
    rows = []
    for place in range(size):
        row = [0.0] * size
        if place + 1 < first:
            row[place + 1] = 1.0
        elif place < first:
            row = list(shares)
        elif len(family) > 1:
            row[first:] = [1.0 / (len(family) - 1)] * len(family)
            row[place] = 0.0
        rows.append(tuple(row))
    return HypothesisGraph(names, tuple(weights), tuple(rows))


def make_holm_graph(names: Sequence[str]) -> HypothesisGraph:
    """Make the graph of Holm's procedure: equal shares, handed on equally."""
    return make_gated_graph((), names)


def make_fixed_sequence_graph(names: Sequence[str]) -> HypothesisGraph:
    """Make the graph of a fixed sequence: the full level, handed on in the order given."""
    return make_gated_graph(names, ())


def make_fallback_graph(names: Sequence[str], weights: Sequence[float]) -> HypothesisGraph:
    """Make the graph of the fallback procedure: own shares, each handed on to the next."""
    size = len(names)
    rows = tuple(
        tuple(1.0 if column == row + 1 else 0.0 for column in range(size)) for row in range(size)
    )
    return HypothesisGraph(tuple(names), tuple(weights), rows)
