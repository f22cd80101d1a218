"""The men who are described, their entries of the built-in forms, and how they are counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tubulus.analysis.clinical.row import ClinicalRow
from tubulus.analysis.dataset import select_members
from tubulus.analysis.plan.contents import Plan
from tubulus.stats.description.describe import describe_values
from tubulus.stats.proportions import estimate_proportion
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import Entry, ParticipantData
from tubulus.study.snapshot import Snapshot

__all__ = [
    "NOT_RECORDED",
    "Clinic",
    "describe_quantity",
    "join_notes",
    "make_clinic",
    "make_count",
    "write_count",
]

NOT_RECORDED = "Not recorded"
"""Label of a code that nobody entered."""


@dataclass(frozen=True)
class Clinic:
    """Who is described.

    Parameters
    ----------
    study : Study
        The definition, for forms and the labels of codes.
    men : tuple of ParticipantData
        Participants of the described set who have an arm.
    others : tuple of ParticipantData
        Everybody else on record.
    confidence : float
        Two-sided level of limits.
    """

    study: Study
    men: tuple[ParticipantData, ...]
    others: tuple[ParticipantData, ...]
    confidence: float

    def has(self, standard: str) -> bool:
        """Tell whether the study has a form taken from a built-in one."""
        return bool(self.study.find_standard(standard))

    def list_arms(self, standard: str) -> tuple[str, ...]:
        """List the arms to which a built-in form applies; none where the study lacks it."""
        forms = self.study.find_standard(standard)
        return tuple(
            arm.id
            for arm in self.study.arms
            if any(not form.arms or arm.id in form.arms for form in forms)
        )

    def list_men(self, arm: str) -> tuple[ParticipantData, ...]:
        """List the men of an arm."""
        return tuple(man for man in self.men if man.arm == arm)

    def list_entries(self, man: ParticipantData, standard: str) -> tuple[Entry, ...]:
        """List a man's entries of a built-in form; one entered twice alike counts once."""
        kept: list[Entry] = []
        for entry in self._list_all(man, standard):
            if not any(_is_alike(entry, other) for other in kept):
                kept.append(entry)
        return tuple(kept)

    def note_repeats(self, men: Iterable[ParticipantData], standard: str) -> str:
        """Say how many entries were left out because they repeat another word for word."""
        repeats = sum(
            len(self._list_all(man, standard)) - len(self.list_entries(man, standard))
            for man in men
        )
        return f"{repeats} entered twice alike and counted once" if repeats else ""

    def name_code(self, standard: str, item: str, code: str | None) -> str:
        """Return the label of a code; ``Not recorded`` for none."""
        if code is None:
            return NOT_RECORDED
        for form in self.study.find_standard(standard):
            found = form.find_item(item)
            if found is not None and code in found.codes:
                return found.codes[code]
        return code

    def order_codes(self, standard: str, item: str, found: Iterable[str | None]) -> list[str]:
        """Order labels of codes as the form has them; unknown ones follow, not recorded last."""
        labels = dict.fromkeys(self.name_code(standard, item, code) for code in found)
        known = [
            label
            for form in self.study.find_standard(standard)
            if (one := form.find_item(item)) is not None
            for label in one.codes.values()
        ]
        return sorted(
            labels,
            key=lambda name: (
                name == NOT_RECORDED,
                known.index(name) if name in known else len(known),
            ),
        )

    def make_share(
        self,
        section: str,
        label: str,
        arm: str,
        n: int,
        denominator: int,
        *,
        level: str = "",
        counted: str = "men",
        note: str = "",
    ) -> ClinicalRow:
        """Make a row of n out of a denominator with Clopper-Pearson limits."""
        share = estimate_proportion(n, denominator, confidence=self.confidence)
        return ClinicalRow(
            section=section,
            label=label,
            level=level,
            arm=arm,
            statistic="share",
            counted=counted,
            n=n,
            denominator=denominator,
            value=share.estimate,
            low=share.low,
            high=share.high,
            confidence=share.confidence if share.estimate is not None else None,
            note=join_notes(note, share.reason),
        )

    def _list_all(self, man: ParticipantData, standard: str) -> list[Entry]:
        forms = self.study.find_standard(standard)
        return [entry for form in forms for entry in man.select(form.id)]


def make_clinic(snapshot: Snapshot, plan: Plan) -> Clinic:
    """Choose who is described: the set of the baseline table, everybody where there is none."""
    arms = tuple(arm.id for arm in snapshot.study.arms)
    chosen = plan.settings.baseline_set or (plan.sets[0].id if plan.sets else "")
    if chosen:
        men = select_members(snapshot, plan, chosen).keep_arms(arms).participants
    else:
        men = tuple(person for person in snapshot.data if person.arm in arms)
    inside = {man.id for man in men}
    others = tuple(person for person in snapshot.data if person.id not in inside)
    return Clinic(snapshot.study, men, others, plan.settings.confidence)


def make_count(
    section: str,
    label: str,
    arm: str,
    n: int,
    denominator: int | None = None,
    *,
    level: str = "",
    counted: str = "men",
    note: str = "",
) -> ClinicalRow:
    """Make a row of a plain number, alone or out of a denominator, without limits."""
    return ClinicalRow(
        section=section,
        label=label,
        level=level,
        arm=arm,
        statistic="count",
        counted=counted,
        n=n,
        denominator=denominator,
        value=float(n),
        note=note,
    )


def describe_quantity(
    section: str,
    label: str,
    arm: str,
    values: Sequence[float | None],
    *,
    unit: str = "",
    counted: str = "men",
    extremes: bool = False,
    note: str = "",
) -> ClinicalRow:
    """Make a row of median with quartiles (type 7), or with extremes; None is a missing value."""
    array = np.array([np.nan if v is None else v for v in values], dtype=np.float64)
    found = describe_values(array)
    ends = (
        (found.minimum, found.maximum) if extremes else (found.lower_quartile, found.upper_quartile)
    )
    return ClinicalRow(
        section=section,
        label=label,
        arm=arm,
        statistic="median and range" if extremes else "median and quartiles",
        counted=counted,
        n=found.n,
        denominator=found.n + found.n_missing,
        value=found.median.value,
        low=ends[0].value,
        high=ends[1].value,
        unit=unit,
        note=note,
    )


def join_notes(*notes: str) -> str:
    """Join notes with semicolons, leaving out empty ones."""
    return "; ".join(filter(None, notes))


def write_count(n: int, one: str, many: str) -> str:
    """Write a number before the words for one or for several."""
    return f"{n} {one if n == 1 else many}"


def _is_alike(entry: Entry, other: Entry) -> bool:
    return (entry.form, entry.visit, entry.values) == (other.form, other.visit, other.values)
