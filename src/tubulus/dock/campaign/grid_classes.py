"""The box of a pair in a campaign: of a few lengths, so that fixed partners share it."""

from __future__ import annotations

from bisect import bisect_left

from tubulus.dock.search.grid.boxes import Box, choose_box
from tubulus.dock.search.grid.spectra import count_spectra_bytes
from tubulus.dock.search.partner import Partner

__all__ = ["choose_class_box", "count_that_fit"]

_LENGTHS = (
    8, 10, 12, 14, 16, 18, 20, 24, 28, 32, 36, 40, 48, 54, 60, 70, 80, 90, 100, 112, 126, 144,
    162, 180, 200, 224, 252, 280, 320, 360, 400, 448, 504,
)  # fmt: skip

# Measured with SciPy's transforms: a worker with its libraries, and bytes a point of the grid
# for the mobile partner, the product and the transforms.
_WORKER_MEGABYTES, _BYTES_A_POINT = 200.0, 46.0


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
    Each length of the tight box is rounded up to one of a ladder, whose steps grow by 10 to 20 %.
    A search may find better classes by looking at all fixed partners of a row (18 % less work
    with 40 of them), but then poses depend on the company in their last digits, and a campaign
    could not be cut, resumed or extended without changing its result.
    """
    tight = choose_box(fixed, mobile_radius, spacing)
    x, y, z = (_LENGTHS[min(bisect_left(_LENGTHS, n), len(_LENGTHS) - 1)] for n in tight.shape)
    shape = max(x, tight.shape[0]), max(y, tight.shape[1]), max(z, tight.shape[2])
    return Box(shape=shape, spacing=spacing)


def count_that_fit(box: Box, channels: int, megabytes: int) -> int:
    """Count the fixed partners of one box whose spectra a worker can hold beside its own needs.

    Parameters
    ----------
    box : Box
        Of the grid class.
    channels : int
        Channels of the contact potential.
    megabytes : int
        Memory of a worker.

    Returns
    -------
    int
        0 where not even one fits.
    """
    each = count_spectra_bytes(box, channels) / 1e6
    left = megabytes - _WORKER_MEGABYTES - _BYTES_A_POINT * box.n_points / 1e6
    return max(0, int(left / each))
