"""The participants of an analysis as arrays: who is in a set, in which arm, with which values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from tubulus.analysis.plan.contents import Plan
from tubulus.study.records.participants import ParticipantData
from tubulus.study.records.values import Value, ValueState
from tubulus.study.snapshot import Snapshot

__all__ = ["Kept", "Members", "Vector", "select_members"]

Vector = npt.NDArray[np.float64]
Kept = dict[tuple[str, int], tuple[ParticipantData, Value]]
"""Values by expression and address of the participant, who is kept with them."""


@dataclass(frozen=True)
class Members:
    """Participants of one analysis set, in the order of their identifiers.

    Evaluates the plan's expressions for them; a value that is not known is NaN or None. What was
    evaluated is kept, also for the members taken from these: many estimands ask for one age.
    """

    plan: Plan
    participants: tuple[ParticipantData, ...]
    kept: Kept = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.participants)

    @property
    def arms(self) -> npt.NDArray[np.str_]:
        """Arm of each participant, shape (n,)."""
        return np.array([p.arm for p in self.participants], dtype=np.str_)

    def evaluate(self, text: str) -> tuple[Value, ...]:
        """Evaluate one of the plan's expressions for each participant."""
        return tuple(self._evaluate(text, p) for p in self.participants)

    def _evaluate(self, text: str, participant: ParticipantData) -> Value:
        # the participant is kept with his value: his address cannot become another's
        key = (text, id(participant))
        if key not in self.kept:
            value = self.plan.expressions[text].evaluate(participant)
            self.kept[key] = (participant, value)
        return self.kept[key][1]

    def get_truths(self, text: str) -> Vector:
        """Return 1 where true, 0 where false, NaN where unknown; shape (n,)."""
        return np.array(
            [np.nan if v.truth is None else float(v.truth) for v in self.evaluate(text)],
            dtype=np.float64,
        )

    def get_numbers(self, text: str) -> Vector:
        """Return numbers, NaN where not exactly known; shape (n,)."""
        return np.array(
            [
                v.number if v.state is ValueState.PRESENT and v.number is not None else np.nan
                for v in self.evaluate(text)
            ],
            dtype=np.float64,
        )

    def has_state(self, text: str, state: ValueState) -> npt.NDArray[np.bool_]:
        """Tell for each participant whether the value is in a state; shape (n,)."""
        return np.array([v.state is state for v in self.evaluate(text)], dtype=np.bool_)

    def get_levels(self, text: str) -> tuple[str | None, ...]:
        """Return codes, yes and no, or None where unknown."""
        return tuple(_get_level(v) for v in self.evaluate(text))

    def keep(self, test: Callable[[ParticipantData], bool]) -> Members:
        """Return the members that pass a test."""
        return Members(self.plan, tuple(p for p in self.participants if test(p)), self.kept)

    def keep_arms(self, arms: Sequence[str]) -> Members:
        """Return the members of some arms."""
        return self.keep(lambda p: p.arm in arms)


def _get_level(value: Value) -> str | None:
    if value.truth is not None:
        return "yes" if value.truth else "no"
    return value.text


def select_members(
    snapshot: Snapshot, plan: Plan, analysis_set: str, *, kept: Kept | None = None
) -> Members:
    """Select the participants of an analysis set; one whose membership is unknown is not in it.

    Parameters
    ----------
    snapshot, plan : Snapshot, Plan
        The data and the plan.
    analysis_set : str
        Identifier of the set.
    kept : dict, optional
        What was evaluated before of this snapshot by this plan; filled on.
    """
    everybody = Members(plan, tuple(snapshot.data), {} if kept is None else kept)
    expression = plan.expressions[plan.find_set(analysis_set).when]
    return everybody.keep(lambda p: expression.evaluate(p).truth is True)
