"""The plan of a campaign: which pairs, each docked once, in which chunks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from tubulus.core.errors import InputError, Problem
from tubulus.core.identifiers import suggest_name
from tubulus.dock.campaign.bodies import Side, find_duplicates, lay_out_side
from tubulus.dock.campaign.chunks import Chunk, Task, cut_chunks
from tubulus.dock.campaign.decoys import choose_decoy_pairs
from tubulus.dock.campaign.keys import compute_pair_key, compute_shared_key
from tubulus.dock.partners.families import complete_families
from tubulus.dock.potential.contact_potential import load_contact_potential
from tubulus.dock.preparation.partners import PreparedPartner
from tubulus.dock.settings.docking import DockSettings

__all__ = ["CampaignPlan", "PlannedPair", "plan_campaign"]

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PlannedPair:
    """A pair that the campaign docks, by name.

    Two pairs have the same key where their structures are the same under two names.
    """

    fixed: str
    mobile: str
    role: Literal["asked", "decoy"]
    key: str


@dataclass(frozen=True, slots=True, eq=False)
class CampaignPlan:
    """What a campaign will do.

    Attributes
    ----------
    settings : DockSettings
        Of the campaign.
    fixed, mobile : Side
        Partners of both sides, in the order of their names.
    pairs : tuple of PlannedPair
        Asked and decoy pairs, in the order of the names, whatever is left to be done.
    chunks : tuple of Chunk
        What is left to be done; each key stands in one chunk, once.
    """

    settings: DockSettings
    fixed: Side
    mobile: Side
    pairs: tuple[PlannedPair, ...]
    chunks: tuple[Chunk, ...]

    @property
    def open_keys(self) -> tuple[str, ...]:
        """Keys of the pairs that are left to be docked, in the order of the chunks."""
        return tuple(key for chunk in self.chunks for key in chunk.keys)

    def without(self, keys: Collection[str]) -> CampaignPlan:
        """Return the plan without pairs that are finished; the others keep their outcomes.

        Give the keys of failed pairs too where they are not to be tried again.
        """
        finished = frozenset(keys)
        left = (chunk.without(finished) for chunk in self.chunks)
        return replace(self, chunks=tuple(chunk for chunk in left if chunk.keys))


def plan_campaign(
    settings: DockSettings,
    fixed: Sequence[PreparedPartner],
    mobile: Sequence[PreparedPartner],
    pairs: Iterable[tuple[str, str]],
    *,
    families: Mapping[str, str] | None = None,
    excluded: Iterable[tuple[str, str]] = (),
) -> CampaignPlan:
    """Plan the docking of asked pairs and of the decoy pairs that their calibration needs.

    Parameters
    ----------
    settings : DockSettings
        Search, decoy numbers, size of chunks.
    fixed, mobile : sequence of PreparedPartner
        Partners of both sides; those that no pair asks for serve as decoy partners, and so does
        each asked partner for the others. A protein may stand on both sides.
    pairs : iterable of (str, str)
        Names of the fixed and the mobile partner of each asked pair; repeated ones are one.
    families : mapping of str to str, optional
        Homology family by name. Partners of one family stand in for each other in no null. Derived
        from sequences by :func:`~tubulus.dock.partners.families.complete_families` if absent.
    excluded : iterable of (str, str)
        Fixed and mobile partners that are no decoy pair of each other, such as those that were cut
        out of one structure; nor is a pair that is homologous to such a one, by family or as one
        structure under two names. An asked pair stays asked. Names that no partner bears are
        passed over.

    Raises
    ------
    InputError
        If a name stands twice on one side, a pair names no partner, or a structure cannot be
        measured.

    Notes
    -----
    An asked pair of a partner that is not evaluable is docked, without decoy pairs. The order of
    partners and pairs given does not matter.
    """
    asked_pairs = list(dict.fromkeys(pairs))
    problems = find_duplicates("fixed partners", fixed) + find_duplicates("mobile partners", mobile)
    problems += _check_names(asked_pairs, fixed, mobile)
    if problems:
        raise InputError(problems)
    kin = complete_families({}, (*fixed, *mobile))[0] if families is None else families
    sides = (
        lay_out_side("fixed partners", fixed, kin),
        lay_out_side("mobile partners", mobile, kin),
    )
    asked = _mark(asked_pairs, *sides)
    decoy = choose_decoy_pairs(
        sides[0].partners, sides[1].partners, asked, settings, excluded=_mark(excluded, *sides)
    )
    planned, tasks = _list_pairs(sides, asked, decoy, settings)
    return CampaignPlan(settings, *sides, planned, cut_chunks(tasks, settings))


def _check_names(
    pairs: Sequence[tuple[str, str]],
    fixed: Sequence[PreparedPartner],
    mobile: Sequence[PreparedPartner],
) -> list[Problem]:
    problems = []
    for place, prepared in enumerate((fixed, mobile)):
        side = ("fixed", "mobile")[place]
        known = {partner.structure.name for partner in prepared}
        for name in sorted({pair[place] for pair in pairs} - known):
            message = f"{name!r} is no {side} partner"
            problems.append(Problem("pairs", 0, side, message, suggest_name(name, known)))
    return problems


def _mark(pairs: Iterable[tuple[str, str]], fixed: Side, mobile: Side) -> Flags:
    rows = {name: i for i, name in enumerate(fixed.partners.names)}
    columns = {name: j for j, name in enumerate(mobile.partners.names)}
    marked = np.zeros((len(rows), len(columns)), dtype=bool)
    for one, two in pairs:
        if one in rows and two in columns:
            marked[rows[one], columns[two]] = True
    return marked


def _list_pairs(
    sides: tuple[Side, Side], asked: Flags, decoy: Flags, settings: DockSettings
) -> tuple[tuple[PlannedPair, ...], list[Task]]:
    """List all pairs by name, and each different one as a task; tasks go by mobile partner."""
    fixed, mobile = sides
    shared = compute_shared_key(settings, load_contact_potential())
    planned: list[PlannedPair] = []
    tasks: dict[str, tuple[int, Task]] = {}
    for i, j in np.argwhere(asked | decoy).tolist():
        key = compute_pair_key(shared, fixed.hashes[i], mobile.hashes[j])
        names = fixed.partners.names[i], mobile.partners.names[j]
        planned.append(PlannedPair(*names, "asked" if asked[i, j] else "decoy", key))
        tasks.setdefault(key, (j, Task(key, fixed.bodies[i], mobile.bodies[j])))
    ordered = sorted(tasks.values(), key=lambda item: item[0])
    return tuple(planned), [task for _, task in ordered]
