"""Results of LightDock: the last step of every swarm, or a list of ranked poses."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from tubulus.dock.external.files import read_json, read_lines
from tubulus.dock.external.predictions import ExternalPrediction, ExternalScore, PredictedPair
from tubulus.dock.external.readers.lightdock_placement import (
    CentredPartners,
    place_mobile_partner,
    read_centred_partners,
)
from tubulus.dock.structures.reading.files import refuse
from tubulus.dock.structures.structure import Structure

__all__ = ["LightDockPose", "read_lightdock", "read_lightdock_poses"]

_STEP: Final = re.compile(r"gso_(\d+)\.out$")
_RANKED: Final = re.compile(r"\s*(\d+)\s+(\d+)\s+(\(.*)$")
_LISTS: Final = ("rank_by_scoring.list", "solutions.list")
_AGAIN: Final = "the run was perhaps stopped: run it again, or copy the file again"


@dataclass(frozen=True, slots=True, eq=False)
class LightDockPose:
    """One pose (a glowworm of a swarm).

    Attributes
    ----------
    swarm, glowworm : int
        Where it is, counted from 0.
    translation : ndarray, shape (3,)
        Of the mobile partner, in ångström, as the file gives it.
    quaternion : ndarray, shape (4,)
        Its rotation, as the file gives it.
    score : float
        LightDock's scoring; higher is better.
    file, row : str, int
        Where it stands.
    """

    swarm: int
    glowworm: int
    translation: npt.NDArray[np.float64]
    quaternion: npt.NDArray[np.float64]
    score: float
    file: str
    row: int


def read_lightdock(
    folder: str | os.PathLike[str], pair: PredictedPair, *, most_models: int = 10
) -> tuple[ExternalPrediction, ...]:
    """Read the best poses of a run of LightDock.

    Parameters
    ----------
    folder : str or path
        Folder of the run, with ``rank_by_scoring.list`` or ``solutions.list``, or with
        ``swarm_0/gso_100.out`` and so on, of which the last step of each swarm is taken.
    pair : PredictedPair
        The pair that was docked.
    most_models : int
        Poses that are read, the best by scoring first.

    Returns
    -------
    tuple of ExternalPrediction
        One score, ``lightdock_scoring``. The structure is placed by the pose where the folder
        holds ``setup.json`` and the partners as LightDock centred them, and None otherwise. The
        version is that of ``setup.json``.

    Raises
    ------
    InputError
        If there are no results, or a file is cut off.
    """
    folder = Path(folder)
    poses = read_lightdock_poses(folder)
    setup = read_json(folder / "setup.json") if (folder / "setup.json").is_file() else {}
    version = str(setup.get("setup_version", ""))
    ranked = sorted(poses, key=lambda pose: (-pose.score, pose.swarm, pose.glowworm))
    partners = read_centred_partners(folder, setup)
    if partners is not None:
        pair = replace(
            pair, fixed_chains=partners.fixed.chains, mobile_chains=partners.mobile.chains
        )
    source = "LightDock: Scoring, as given; its scale depends on the scoring function"
    return tuple(
        ExternalPrediction(
            "lightdock",
            version,
            pair,
            f"swarm_{pose.swarm}/lightdock_{pose.glowworm}",
            rank,
            _place(partners, pose),
            (ExternalScore("lightdock_scoring", pose.score, "", True, source),),
            "evaluated",
            "",
            pose.file,
        )
        for rank, pose in enumerate(ranked[:most_models], start=1)
    )


def read_lightdock_poses(folder: Path) -> tuple[LightDockPose, ...]:
    """Read all poses of a run, in the order of its files.

    Raises
    ------
    InputError
        If there are none, or a file is cut off.
    """
    for name in _LISTS:
        if (folder / name).is_file():
            return _require_poses(folder, _read_list(folder / name))
    steps = _find_last_steps(folder.glob("swarm_*/gso_*.out"))
    poses = [
        _parse_pose(line, swarm, number, f"{path.parent.name}/{path.name}", row)
        for swarm, path in sorted(steps.items())
        for number, (row, line) in enumerate(_list_poses(path))
    ]
    return _require_poses(folder, poses)


def _require_poses(folder: Path, poses: list[LightDockPose]) -> tuple[LightDockPose, ...]:
    if not poses:
        remedy = "give the folder with rank_by_scoring.list or with swarm_0/gso_100.out and so on"
        refuse(folder.name, "there are no results of LightDock", remedy)
    return tuple(poses)


def _find_last_steps(paths: Iterable[Path]) -> dict[int, Path]:
    last: dict[int, tuple[int, Path]] = {}
    for path in paths:
        step, swarm = _STEP.match(path.name), path.parent.name.removeprefix("swarm_")
        if step and swarm.isdigit():
            found = (int(step[1]), path)
            last[int(swarm)] = max(last.get(int(swarm), found), found)
    return {swarm: path for swarm, (_, path) in last.items()}


def _list_poses(path: Path) -> list[tuple[int, str]]:
    lines = list(enumerate(read_lines(path), start=1))
    return [(row, line) for row, line in lines if line.strip() and not line.startswith("#")]


def _read_list(path: Path) -> list[LightDockPose]:
    poses = []
    for row, line in enumerate(read_lines(path)[1:], start=2):
        if not line.strip():
            continue
        match = _RANKED.match(line)
        if match is None:
            refuse(
                path.name, "the row does not begin with swarm, glowworm and pose", _AGAIN, row=row
            )
        # a ranked row ends in RMSD, file, clashes and scoring: the scoring is last in both formats
        poses.append(_parse_pose(match[3], int(match[1]), int(match[2]), path.name, row))
    return poses


def _parse_pose(line: str, swarm: int, glowworm: int, file: str, row: int) -> LightDockPose:
    inside, closed, rest = line.strip().removeprefix("(").partition(")")
    fields = rest.split()
    try:
        numbers = [float(text) for text in inside.split(",")]
        score = float(fields[-1])
    except (ValueError, IndexError):
        numbers, score = [], math.nan
    # receptor and ligand, luciferin, neighbours, vision range, scoring: six fields at least
    if (
        not closed
        or len(numbers) < 7
        or len(fields) < 6
        or not np.isfinite([*numbers, score]).all()
    ):
        refuse(file, "the row is cut off or no pose of LightDock", _AGAIN, row=row)
    place = np.asarray(numbers[:7], dtype=np.float64)
    return LightDockPose(swarm, glowworm, place[:3], place[3:], score, file, row)


def _place(partners: CentredPartners | None, pose: LightDockPose) -> Structure | None:
    if partners is None or not np.any(pose.quaternion):
        return None
    name = f"swarm_{pose.swarm}_{pose.glowworm}"
    return place_mobile_partner(partners, pose.quaternion, pose.translation, name)
