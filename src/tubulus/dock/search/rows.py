"""The search: one mobile partner against a row of fixed partners."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from tubulus.dock.potential.contact_potential import ContactPotential, load_contact_potential
from tubulus.dock.search.grid.boxes import Box, choose_box, group_boxes
from tubulus.dock.search.grid.coarse_pass import choose_rotations
from tubulus.dock.search.grid.correlation import NO_SCORE
from tubulus.dock.search.grid.load_searcher import load_searcher
from tubulus.dock.search.grid.searchers import Found, PeakRule, RotationSearcher
from tubulus.dock.search.grid.spectra import (
    FixedSpectra,
    MobileSpectra,
    compute_fixed_spectra,
    count_spectra_bytes,
    plan_mobile_spectra,
)
from tubulus.dock.search.partner import Partner
from tubulus.dock.search.poses import PoseTable
from tubulus.dock.search.rotations import (
    compute_matrix_quaternions,
    compute_rotation_matrices,
    draw_rotation,
    make_rotation_set,
    multiply_quaternions,
)
from tubulus.dock.search.settings import SearchSettings

__all__ = ["dock_pair", "dock_row", "search_rotations"]

Floats = npt.NDArray[np.float64]


def dock_pair(
    mobile: Partner,
    fixed: Partner,
    settings: SearchSettings,
    *,
    potential: ContactPotential | None = None,
) -> PoseTable:
    """Search the poses of one mobile partner about one fixed partner.

    The smaller partner is the cheaper mobile one. See :func:`dock_row`, of which this is the
    case of one fixed partner.
    """
    return dock_row(mobile, [fixed], settings, potential=potential)[0]


def dock_row(
    mobile: Partner,
    fixed_partners: Sequence[Partner],
    settings: SearchSettings,
    *,
    potential: ContactPotential | None = None,
    boxes: Sequence[Box] | None = None,
) -> list[PoseTable]:
    """Search the poses of one mobile partner about each of many fixed partners.

    Parameters
    ----------
    mobile : Partner
        Turned and moved.
    fixed_partners : sequence of Partner
        Each stays where it is; the order is that of the result.
    settings : SearchSettings
        Sampling, grid and number of poses.
    potential : ContactPotential, optional
        Weights of the terms; the shipped ones if absent.
    boxes : sequence of Box, optional
        Box of each fixed partner, no smaller than ``choose_box`` says. Equal ones form a grid
        class, and scores depend on the pair alone. Left out: classes are chosen for speed.

    Returns
    -------
    list of PoseTable
        One a fixed partner, best pose first. Scores of a fixed partner do not depend on its
        company beyond the size of the box that it shares.

    Notes
    -----
    Loop: rotation, then all fixed partners of a grid class, so that the mobile partner is
    spread and transformed once a rotation for the whole class. Fixed partners of a class are
    taken in parts that hold to ``settings.memory_megabytes``.
    """
    offset = draw_rotation(np.random.default_rng(settings.seed))
    turns = make_rotation_set(settings.rotations, offset=offset)
    return search_rotations(
        mobile, fixed_partners, turns, settings, potential=potential, boxes=boxes
    )


def search_rotations(
    mobile: Partner,
    fixed_partners: Sequence[Partner],
    turns: Floats,
    settings: SearchSettings,
    *,
    potential: ContactPotential | None = None,
    boxes: Sequence[Box] | None = None,
) -> list[PoseTable]:
    """Search given rotations, shape (n, 4), told in the box: see :func:`dock_row`.

    The box of a fixed partner is turned by ``orient_to_axes(fixed.positions)``.
    """
    weights = load_contact_potential() if potential is None else potential
    back_end, searcher = load_searcher(settings.fourier, settings.device)
    if boxes is None:
        tight = [choose_box(p, mobile.radius, settings.spacing_angstrom) for p in fixed_partners]
        classes = group_boxes(tight)
    else:
        classes = [(box, [m for m, b in enumerate(boxes) if b == box]) for box in sorted({*boxes})]
    tables: dict[int, PoseTable] = {}
    for box, members in _split_by_memory(classes, settings):
        plan = plan_mobile_spectra(mobile, box, weights, settings.contact_channels)
        spectra = [
            compute_fixed_spectra(
                fixed_partners[m], box, weights, settings.contact_channels, back_end
            )
            for m in members
        ]
        found = _search(plan, spectra, turns, settings, searcher)
        for m, fixed, scores, indices in zip(members, spectra, *found, strict=True):
            tables[m] = _tabulate(
                (fixed_partners[m], mobile), (plan, fixed), turns, (scores, indices), settings
            )
    return [tables[m] for m in range(len(fixed_partners))]


def _split_by_memory(
    groups: list[tuple[Box, list[int]]], settings: SearchSettings
) -> Iterator[tuple[Box, list[int]]]:
    for box, members in groups:
        size = _count_per_part(box, settings)
        for start in range(0, len(members), size):
            yield box, members[start : start + size]


def _count_per_part(box: Box, settings: SearchSettings) -> int:
    each = count_spectra_bytes(box, settings.contact_channels) / 1e6
    return max(1, int(settings.memory_megabytes / each))


def _search(
    plan: MobileSpectra,
    spectra: Sequence[FixedSpectra],
    turns: Floats,
    settings: SearchSettings,
    searcher: RotationSearcher,
) -> Found:
    """Find the best translations of each rotation, for each fixed partner of a class."""
    matrices = compute_rotation_matrices(turns)
    wanted = np.ones((len(spectra), len(turns)), dtype=bool)
    if settings.fine_share < 1.0:
        best = searcher.rank(plan, spectra, matrices)
        wanted = choose_rotations(best, settings.fine_share)
    reach = round(settings.separation_angstrom / settings.spacing_angstrom)
    rule = PeakRule(count=settings.poses_per_rotation, reach=reach)
    return searcher.find(plan, spectra, matrices, wanted, rule)


def _tabulate(
    partners: tuple[Partner, Partner],
    placed: tuple[MobileSpectra, FixedSpectra],
    turns: Floats,
    found: Found,
    settings: SearchSettings,
) -> PoseTable:
    """Turn grid indices of the best poses into rotations and positions in the fixed frame."""
    (fixed, mobile), (plan, spectra), (scores, indices) = partners, placed, found
    flat = scores.reshape(-1)
    order = np.argsort(-flat, kind="stable")[: settings.poses]
    order = order[flat[order] > NO_SCORE]
    box = np.array(plan.box.shape)
    steps = indices.reshape(-1, 3)[order] + plan.room / plan.box.spacing - 0.5 * box
    wrapped = (steps + 0.5 * box) % box - 0.5 * box
    to_fixed = compute_matrix_quaternions(spectra.axes.T)
    rotations = multiply_quaternions(to_fixed, turns[order // settings.poses_per_rotation])
    return PoseTable(
        fixed_name=fixed.name,
        mobile_name=mobile.name,
        mobile_centre=mobile.centre,
        rotations=rotations,
        positions=wrapped * plan.box.spacing @ spectra.axes + spectra.centre,
        scores=flat[order].astype(np.float64),
    )
