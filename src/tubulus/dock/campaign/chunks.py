"""Chunks of a campaign: one mobile partner against a row of fixed partners of a grid class."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from tubulus.dock.campaign.grid_classes import choose_class_box, count_that_fit
from tubulus.dock.search.grid.boxes import Box
from tubulus.dock.search.partner import Partner
from tubulus.dock.settings.docking import DockSettings

__all__ = ["Chunk", "Task", "cut_chunks"]


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """One pair to dock."""

    key: str
    fixed: Partner
    mobile: Partner


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """One mobile partner and the fixed partners that it is docked with in one box.

    Attributes
    ----------
    name : str
        Names the chunk in the plan.
    mobile : Partner
        Turned and moved.
    fixed : tuple of Partner
        The row.
    keys : tuple of str
        Key of each pair of the row.
    box : Box, optional
        Of the whole row; absent where there is none.
    reason : str
        Why the pairs cannot be docked; empty where they can.
    settings : DockSettings
        Of the campaign.
    """

    name: str
    mobile: Partner
    fixed: tuple[Partner, ...]
    keys: tuple[str, ...]
    box: Box | None
    settings: DockSettings
    reason: str = ""

    def without(self, keys: Collection[str]) -> Chunk:
        """Return the chunk without some of its pairs; what is left gives the same outcomes."""
        kept = [i for i, key in enumerate(self.keys) if key not in keys]
        fixed, left = tuple(self.fixed[i] for i in kept), tuple(self.keys[i] for i in kept)
        return replace(self, fixed=fixed, keys=left)


def cut_chunks(tasks: Sequence[Task], settings: DockSettings) -> tuple[Chunk, ...]:
    """Cut pairs into chunks: by mobile partner, then by box, then by number.

    Parameters
    ----------
    tasks : sequence of Task
        Each key once; those of one mobile partner stand together in the result.
    settings : DockSettings
        ``pairs_per_chunk`` and what ``worker_megabytes`` hold are the most of a chunk.

    Returns
    -------
    tuple of Chunk
        A pair too large for any box, or for a worker, is a chunk of its own with the reason.
    """
    rows: dict[str, dict[Box, list[Task]]] = {}
    radii: dict[str, float] = {}
    refused: list[Chunk] = []
    for task in tasks:
        name = task.mobile.name
        radius = radii.setdefault(name, task.mobile.radius)
        try:
            box = choose_class_box(task.fixed, radius, settings.search.spacing_angstrom)
            _require_room(task, box, settings)
        except ValueError as error:
            refused.append(_make_chunk([task], None, settings, reason=str(error)))
        else:
            rows.setdefault(name, {}).setdefault(box, []).append(task)
    chunks = [
        _make_chunk(members[start : start + size], box, settings)
        for classes in rows.values()
        for box, members in classes.items()
        for size in [min(settings.pairs_per_chunk, _count(box, settings))]
        for start in range(0, len(members), size)
    ]
    return tuple(replace(c, name=f"chunk-{n:06d}") for n, c in enumerate([*chunks, *refused]))


def _count(box: Box, settings: DockSettings) -> int:
    return count_that_fit(box, settings.search, settings.worker_megabytes)


def _require_room(task: Task, box: Box, settings: DockSettings) -> None:
    if _count(box, settings) < 1:
        raise ValueError(
            f"{task.fixed.name} with {task.mobile.name} needs a box of "
            f"{' x '.join(map(str, box.shape))} points, for which worker_megabytes = "
            f"{settings.worker_megabytes} is too little; raise it, take a wider spacing, or dock a "
            "domain"
        )


def _make_chunk(
    tasks: Sequence[Task], box: Box | None, settings: DockSettings, *, reason: str = ""
) -> Chunk:
    fixed, keys = tuple(t.fixed for t in tasks), tuple(t.key for t in tasks)
    return Chunk("", tasks[0].mobile, fixed, keys, box, settings, reason)
