"""What one rotation needs, for a batch of them on PyTorch: spreading, transforms, peaks.

Each function is the batched twin of one that works on a single rotation, and says which.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from tubulus.dock.search.grid.correlation import NO_SCORE
from tubulus.dock.search.grid.searchers import PeakRule

__all__ = [
    "add_low_frequencies",
    "find_batch_peaks",
    "spread_linear",
    "spread_quadratic",
    "transform_batch",
]

Shape = tuple[int, int, int]


def spread_linear(torch: Any, points: Any, weights: Any, shape: Shape) -> Any:
    """Spread atoms over their eight neighbouring points; twin of ``splat_full``.

    Parameters
    ----------
    torch : module
        PyTorch.
    points : tensor, shape (b, n, 3)
        Positions in units of the spacing, all inside the grid.
    weights : tensor, shape (n,)
        What each atom brings.
    shape : tuple of int
        Points of the grid.

    Returns
    -------
    tensor of float32, shape (b, x, y, z)
    """
    base = points.floor()
    rest = points - base
    factors = [1.0 - rest, rest]
    values = weights[None, :, None].expand(len(points), -1, -1)
    return _spread(torch, base.long(), factors, values, shape)[:, 0]


def spread_quadratic(torch: Any, points: Any, weights: Any, shape: Shape) -> Any:
    """Spread atoms by quadratic B-splines; twin of ``splat_coarse``.

    Parameters as of :func:`spread_linear`, but ``weights`` have shape (n, c) and the result
    has shape (b, c, x, y, z).
    """
    base = (points + 0.5).floor()
    rest = points - base
    factors = [0.5 * (0.5 - rest) ** 2, 0.75 - rest * rest, 0.5 * (0.5 + rest) ** 2]
    values = weights[None].expand(len(points), -1, -1)
    return _spread(torch, base.long() - 1, factors, values, shape)


def _spread(torch: Any, first: Any, factors: list[Any], values: Any, shape: Shape) -> Any:
    """Add each atom's values to the points from its first one on, by a factor an axis."""
    n_batch, _, channels = values.shape
    sizes = torch.tensor([shape[1] * shape[2], shape[2], 1], device=first.device)
    cells = int(np.prod(shape))
    start = (first * sizes).sum(-1) + cells * torch.arange(n_batch, device=first.device)[:, None]
    grid = torch.zeros((n_batch * cells, channels), dtype=torch.float32, device=first.device)
    for i, j, k in product(range(len(factors)), repeat=3):
        weight = factors[i][..., 0] * factors[j][..., 1] * factors[k][..., 2]
        step = i * shape[1] * shape[2] + j * shape[2] + k
        added = (weight[..., None] * values).float().flatten(0, 1)
        grid.index_add_(0, (start + step).flatten(), added)
    return grid.reshape(n_batch, *shape, channels).movedim(-1, 1)


def transform_batch(torch: Any, corner: Any, shape: Shape) -> Any:
    """Transform corners of a zero grid; twin of ``transform_corner``."""
    lines = torch.fft.rfft(corner, n=shape[2], dim=-1)
    planes = torch.fft.fft(lines, n=shape[1], dim=-2)
    return torch.fft.fft(planes, n=shape[0], dim=-3)


def add_low_frequencies(whole: Any, low: Any) -> None:
    """Add coarse spectra, shape (b, u, v, w), to full ones in place; as ``sum_products`` does.

    The coarse Nyquist frequency is left out.
    """
    coarse_x, full_x = _match_frequencies(low.shape[1], whole.shape[1])
    coarse_y, full_y = _match_frequencies(low.shape[2], whole.shape[2])
    picked = low[:, coarse_x[:, None], coarse_y]
    whole[:, full_x[:, None], full_y, : low.shape[3]] += picked


def _match_frequencies(coarse: int, full: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    top = (coarse - 1) // 2
    frequencies = np.arange(-top, top + 1)
    return frequencies % coarse, frequencies % full


def find_batch_peaks(
    torch: Any, scores: Any, rule: PeakRule
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """Find the best translations of each score grid; twin of ``find_peaks``.

    Parameters
    ----------
    torch : module
        PyTorch.
    scores : tensor of float32, shape (b, x, y, z)
        Overwritten around the peaks.
    rule : PeakRule
        How many, and how far apart.

    Returns
    -------
    values : ndarray of float32, shape (b, count)
    indices : ndarray of int64, shape (b, count, 3)
    """
    _, n_x, n_y, n_z = scores.shape
    flat = scores.reshape(len(scores), -1)
    steps = torch.arange(-rule.reach, rule.reach + 1, device=scores.device)
    values, indices = [], []
    for _ in range(rule.count):
        value, where = flat.max(1)
        i, j, k = where // (n_y * n_z), where // n_z % n_y, where % n_z
        values.append(value)
        indices.append(torch.stack([i, j, k], -1))
        x, y, z = ((p[:, None] + steps) % n for p, n in ((i, n_x), (j, n_y), (k, n_z)))
        cube = (x[:, :, None, None] * n_y + y[:, None, :, None]) * n_z + z[:, None, None, :]
        flat.scatter_(1, cube.flatten(1), float(NO_SCORE))
    return torch.stack(values, 1).cpu().numpy(), torch.stack(indices, 1).cpu().numpy()
