"""Boxes of the correlation: tight, not cubic, shared by fixed partners of a grid class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tubulus.dock.search.partner import Partner

__all__ = ["Box", "choose_box", "find_fast_length", "group_boxes", "orient_to_axes"]

Floats = npt.NDArray[np.float64]

MARGIN = 7.5
"""Room, in angstrom, beyond fixed extent plus mobile diameter: one range of contact.

A mobile partner that touches the fixed one has no contact with an image of it, whichever way it is
turned. Only one that lies end to end with it, its whole diameter along an axis of the box, comes
as near to the image as the margin less the gap between the two: it may then count contacts of
both, and charges, which reach 12 angstrom. For ends 3.6 angstrom apart with equal charges the
image adds at most 0.92 of what the ends themselves give (3.6 over 3.9). Measured on six
development cases, 45 poses each: no contact and no charge of an image in any pose. A margin of 5
would save 6 % of the points of tight boxes and 10 % of those of a campaign.
"""

# Lengths without prime factors above 7 have fast transforms; even ones halve exactly.
_FAST = np.array(
    sorted(
        2**a * 3**b * 5**c * 7**d
        for a in range(1, 9)
        for b in range(5)
        for c in range(4)
        for d in range(2)
        if 2**a * 3**b * 5**c * 7**d <= 512
    )
)


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """Points of a periodic grid: full length for shape, coarse length for smooth terms.

    Parameters
    ----------
    shape : tuple of int
        Points along x, y and z of the full grid.
    spacing : float
        Distance of its points in angstrom.
    """

    shape: tuple[int, int, int]
    spacing: float

    @property
    def coarse_shape(self) -> tuple[int, int, int]:
        """Points of the coarse grid: same lengths in angstrom, half the points."""
        x, y, z = self.shape
        return x // 2, y // 2, z // 2

    @property
    def n_points(self) -> int:
        """Points of the full grid."""
        return int(np.prod(self.shape))


def find_fast_length(points: float) -> int:
    """Find the shortest even length with a fast transform; at most 504 points can be asked."""
    return int(_FAST[np.searchsorted(_FAST, points)])


def orient_to_axes(positions: Floats) -> Floats:
    """Find the rotation that lays a body's principal axes along x, y and z, longest first.

    Parameters
    ----------
    positions : ndarray, shape (n, 3)
        Any number of atoms; one atom gives the identity.

    Returns
    -------
    ndarray, shape (3, 3)
        Proper rotation; ``(positions - centre) @ rotation.T`` lies along the axes. Signs follow
        the third moments, so that a turned copy is laid the same way.
    """
    centred = positions - positions.mean(axis=0)
    if len(positions) < 3:
        return np.eye(3)
    axes = np.linalg.svd(centred.T @ centred)[0].T
    skew = ((centred @ axes.T) ** 3).sum(axis=0)
    axes = axes * np.where(skew < 0.0, -1.0, 1.0)[:, None]
    if np.linalg.det(axes) < 0.0:
        axes[2] = -axes[2]
    return np.asarray(axes)


def choose_box(fixed: Partner, mobile_radius: float, spacing: float) -> Box:
    """Choose the smallest fast box in which a mobile partner that touches is clear of the images.

    Parameters
    ----------
    fixed : Partner
        Laid along its principal axes by the search.
    mobile_radius : float
        In angstrom.
    spacing : float
        In angstrom.

    Raises
    ------
    ValueError
        If the partners are too large for any box.

    Notes
    -----
    Extent, diameter and :data:`MARGIN`, which tells what the margin leaves.
    """
    laid = (fixed.positions - fixed.centre) @ orient_to_axes(fixed.positions).T
    extent = laid.max(axis=0) - laid.min(axis=0) + 2.0 * mobile_radius + MARGIN
    # a fixed partner of a few atoms: the mobile one must still fit, with room for its splines
    points = np.ceil(np.maximum(extent / spacing, 2.0 * mobile_radius / spacing + 8.0))
    if points.max() > _FAST[-1]:
        raise ValueError(
            f"{fixed.name} needs a box of {extent.max():.0f} angstrom; the largest is "
            f"{_FAST[-1] * spacing:.0f}; dock a domain of it"
        )
    lengths = [find_fast_length(need) for need in points]
    return Box(shape=(lengths[0], lengths[1], lengths[2]), spacing=spacing)


def group_boxes(boxes: Sequence[Box], *, shared_share: float = 0.8) -> list[tuple[Box, list[int]]]:
    """Group fixed partners so that one transform of the mobile partner serves a whole group.

    Parameters
    ----------
    boxes : sequence of Box
        Tight box of each fixed partner, all of one spacing.
    shared_share : float
        Cost of the mobile partner's transforms over the cost of one correlation, per point.

    Returns
    -------
    list of (Box, list of int)
        Box of the group and the indices of its fixed partners, ascending.

    Notes
    -----
    Cost of a group of n in a box of V points: V (n + shared_share). Two groups join while that
    lowers the sum; each round joins the pair that gains most.
    """
    groups = [(box, [index]) for index, box in enumerate(boxes)]
    while len(groups) > 1:
        gain, first, second = max(
            (_compute_gain(a, b, shared_share), -i, -j)
            for i, a in enumerate(groups)
            for j, b in enumerate(groups)
            if i < j
        )
        if gain <= 0.0:
            break
        joined = _join(groups[-first], groups[-second])
        groups = [g for k, g in enumerate(groups) if k not in (-first, -second)] + [joined]
    return sorted(groups, key=lambda group: group[1])


def _join(a: tuple[Box, list[int]], b: tuple[Box, list[int]]) -> tuple[Box, list[int]]:
    x, y, z = (max(m, n) for m, n in zip(a[0].shape, b[0].shape, strict=True))
    return Box(shape=(x, y, z), spacing=a[0].spacing), sorted(a[1] + b[1])


def _compute_gain(a: tuple[Box, list[int]], b: tuple[Box, list[int]], shared: float) -> float:
    costs = [box.n_points * (len(members) + shared) for box, members in (a, b, _join(a, b))]
    return costs[0] + costs[1] - costs[2]
