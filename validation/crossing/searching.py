"""Search every pair by the rows of a campaign and keep its raw poses; a stopped run goes on."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import numpy as np
from docking.poses import Pair, read_kept, write_poses

from tubulus.core.code_version import compute_code_version
from tubulus.dock.campaign.grid_classes import choose_class_box
from tubulus.dock.potential.contact_potential import load_contact_potential
from tubulus.dock.search.partner import Partner
from tubulus.dock.search.poses import PoseTable
from tubulus.dock.search.rows import dock_row
from tubulus.dock.search.settings import SearchSettings

from .cases import Crossing

LEAST_BLOCK = 8
# poses are kept raw: what ranks and judges them may change without a new search
_PARTS = ("dock/search", "dock/potential", "dock/campaign/grid_classes.py")
OUT = Path(__file__).parents[2] / "build/validation/cross_docking"


def name_folder(settings: SearchSettings) -> str:
    """Name what the poses depend on: settings, weights, code."""
    potential = load_contact_potential()
    told = {
        "settings": settings.model_dump(mode="json", exclude={"memory_megabytes"}),
        "code": compute_code_version(*_PARTS),
        "packages": [version(name) for name in ("numba", "numpy", "scipy")],
        "weights": [potential.overlap, potential.electrostatic],
    }
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode())
    digest.update(potential.energies.astype("<f8").tobytes())
    return digest.hexdigest()[:12]


def search_missing(
    crossing: Crossing, settings: SearchSettings, folder: Path, tell: Callable[[str], None]
) -> None:
    """Search what is not kept yet: a block of the cheapest cases first, then one case more.

    Within a block one mobile partner with its row comes after the other. A stopped run so holds a
    whole block, which `--cases` can judge.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.json").write_text(settings.model_dump_json(indent=1) + "\n")
    parts = [
        (j, part)
        for size in range(min(LEAST_BLOCK, len(crossing.names)), len(crossing.names) + 1)
        for j, part in _list_parts(crossing, settings, folder, size)
    ]
    left = sum(len(part) for _, part in parts)
    started, done = time.monotonic(), 0
    for j, part in parts:
        _search_part(crossing, part, j, settings, folder)
        done += len(part)
        rest = (time.monotonic() - started) / done * (left - done) / 60
        tell(f"{crossing.names[j]}: {done} of {left} pairs, about {rest:.0f} minutes left")


def _list_parts(
    crossing: Crossing, settings: SearchSettings, folder: Path, size: int
) -> list[tuple[int, list[int]]]:
    """List what a block needs beyond the next smaller one: mobile partner, part of its row."""
    inner = size - 1 if size > LEAST_BLOCK else 0
    found = []
    for j in range(size):
        rows = [
            i
            for i in range(inner if j < inner else 0, size)
            if read_poses(folder, crossing, i, j) is None
        ]
        mobile = crossing.mobile.bodies[j]
        found += [(j, part) for part in _cut(rows, crossing, mobile, settings)]
    return found


def _cut(
    rows: list[int], crossing: Crossing, mobile: Partner, settings: SearchSettings
) -> list[list[int]]:
    """Cut a row into its grid classes, as a campaign does: each is kept as soon as it is done."""
    classes: dict[tuple[int, int, int], list[int]] = {}
    for i in rows:
        body = crossing.fixed.bodies[i]
        shape = choose_class_box(body, mobile.radius, settings.spacing_angstrom).shape
        classes.setdefault(shape, []).append(i)
    return list(classes.values())


def _search_part(
    crossing: Crossing, rows: list[int], j: int, settings: SearchSettings, folder: Path
) -> None:
    mobile = crossing.mobile.bodies[j]
    bodies = [crossing.fixed.bodies[i] for i in rows]
    boxes = [choose_class_box(b, mobile.radius, settings.spacing_angstrom) for b in bodies]
    start = time.process_time()
    tables = dock_row(mobile, bodies, settings, boxes=boxes)
    spent = (time.process_time() - start) / len(rows)
    for i, table in zip(rows, tables, strict=True):
        write_poses(*_find(folder, crossing, i, j), table, spent)


def read_poses(folder: Path, crossing: Crossing, i: int, j: int) -> PoseTable | None:
    """Read the poses of a pair; None where these structures were not searched."""
    kept = read_kept(*_find(folder, crossing, i, j))
    return None if kept is None else kept[0]


def read_cpu_seconds(folder: Path, crossing: Crossing) -> list[float]:
    """Read what each kept pair cost, its share of the row."""
    n = len(crossing.names)
    kept = [read_kept(*_find(folder, crossing, i, j)) for i, j in np.ndindex(n, n)]
    return [found[1] for found in kept if found is not None]


def _find(folder: Path, crossing: Crossing, i: int, j: int) -> tuple[Path, Pair]:
    """Find where the poses of a pair are kept, and its structures."""
    pair = crossing.fixed.structures[i], crossing.mobile.structures[j]
    return folder / f"{crossing.names[i]}--{crossing.names[j]}.npz", pair
