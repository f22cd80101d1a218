"""The box of a pair in a campaign: of a few lengths, so that fixed partners share it."""

from __future__ import annotations

from bisect import bisect_left

from tubulus.dock.search.grid.boxes import Box, choose_box, find_fast_length
from tubulus.dock.search.grid.spectra import count_spectra_bytes
from tubulus.dock.search.partner import Partner
from tubulus.dock.search.settings import SearchSettings

__all__ = ["choose_class_box", "count_that_fit"]

_LENGTHS = (
    8, 10, 12, 14, 16, 18, 20, 24, 28, 32, 36, 40, 48, 54, 60, 70, 80, 90, 100, 112, 126, 144,
    162, 180, 200, 224, 252, 280, 320, 360, 400, 448, 504,
)  # fmt: skip

# Boxes of one shape, that of most pairs, in steps of 12 %: one number sorts a pair into a class,
# where three make nearly as many classes as pairs.
_SHAPE, _STEP, _LARGEST_GROWTH = (1.0, 0.85, 0.75), 1.12, 2.2
_SIZES = (*(8.0 * _STEP**k for k in range(37)), 504.0)
_FAMILY = tuple(
    (
        find_fast_length(_SHAPE[0] * size),
        find_fast_length(_SHAPE[1] * size),
        find_fast_length(_SHAPE[2] * size),
    )
    for size in _SIZES
)

# A worker with its libraries, and bytes a point of the grid for the mobile partner, the product and
# the transforms, at no channel and for each. Of these 20 and 1.9 are arrays, traced with SciPy's
# transforms at 1, 8 and 18 channels; at 8 a whole process took 46, on cubes of 144 and 224 points.
_WORKER_MEGABYTES, _BYTES_A_POINT, _BYTES_A_CHANNEL = 200.0, 30.0, 2.0


def choose_class_box(fixed: Partner, mobile_radius: float, spacing: float) -> Box:
    """Choose the box of a pair among few, from the pair alone.

    Parameters
    ----------
    fixed : Partner
        The fixed partner.
    mobile_radius : float
        In ångström.
    spacing : float
        In ångström.

    Raises
    ------
    ValueError
        If the partners are too large for any box.

    Notes
    -----
    The smallest box of a family of one shape. A pair that would fill it badly, with more than
    2.2 times the points of its own box, gets its own with each length rounded up to a ladder.
    For rows of 12 fixed partners of 560 to 4,400 atoms, with 12 mobile ones of 220 to 1,400, the
    family makes 50 classes and the ladder alone 121, and a sixth of the points to transform goes.
    A search may find better classes by looking at all fixed partners of a row (another sixth),
    but then poses depend on the company in their last digits, and a campaign could not be cut,
    resumed or extended without changing its result.
    """
    tight = choose_box(fixed, mobile_radius, spacing)
    for shape in _FAMILY:
        if all(a >= b for a, b in zip(shape, tight.shape, strict=True)):
            box = Box(shape=shape, spacing=spacing)
            if box.n_points <= _LARGEST_GROWTH * tight.n_points:
                return box
            break
    return _round_up(tight)


def _round_up(tight: Box) -> Box:
    x, y, z = (max(n, _LENGTHS[bisect_left(_LENGTHS, n)]) for n in tight.shape)
    return Box(shape=(x, y, z), spacing=tight.spacing)


def count_that_fit(box: Box, search: SearchSettings, megabytes: int) -> int:
    """Count the fixed partners of one box whose spectra a worker can hold beside its own needs.

    Parameters
    ----------
    box : Box
        Of the grid class.
    search : SearchSettings
        Channels of the contact potential, rotations, and translations kept of each.
    megabytes : int
        Memory of a worker.

    Returns
    -------
    int
        0 where not even one fits.
    """
    each = count_spectra_bytes(box, search.contact_channels) + _count_found_bytes(search)
    a_point = _BYTES_A_POINT + _BYTES_A_CHANNEL * search.contact_channels
    left = 1e6 * (megabytes - _WORKER_MEGABYTES) - a_point * box.n_points
    return max(0, int(left / each))


def _count_found_bytes(search: SearchSettings) -> float:
    """Count the bytes of what a search finds about one fixed partner, until it is a table."""
    # a translation: score, three indices, and a place in the order; a rotation: its best score in
    # the first pass, a place in the order, whether it is wanted; a pose: turn, place and score
    translations = search.rotations * search.poses_per_rotation
    return 40.0 * translations + 17.0 * search.rotations + 64.0 * search.poses
