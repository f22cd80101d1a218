"""Many rotations at a time on PyTorch, so that a graphics card is filled."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tubulus.dock.search.grid.batch_fields import (
    add_low_frequencies,
    find_batch_peaks,
    spread_linear,
    spread_quadratic,
    transform_batch,
)
from tubulus.dock.search.grid.searchers import Found, PeakRule, make_empty_found
from tubulus.dock.search.grid.spectra import FixedSpectra, MobileSpectra
from tubulus.dock.search.grid.transforms import UnknownBackEndError

__all__ = ["BatchSearcher", "load_batch_searcher"]

Floats = npt.NDArray[np.float64]
Scores = npt.NDArray[np.float32]

# Bytes a point of the full grid that one rotation of a batch needs: spectra of shape, of ten
# smooth terms on the coarse grid and of their product, the score grid, and as much in passing.
_BYTES_A_POINT = 64.0
_MOST, _PROCESSOR_BYTES = 64, 1e8


@dataclass(frozen=True, slots=True)
class BatchSearcher:
    """Batches of rotations on one device; same poses as one by one, scores to last digits.

    Parameters
    ----------
    torch : module
        PyTorch.
    device : str
        ``cpu`` or ``cuda``.
    batch : int, optional
        Rotations of a launch; as many as half of the card's free memory holds if absent, at
        most 64, and on a processor as many as 100 MB hold.
    """

    torch: Any
    device: str
    batch: int = 0

    def rank(
        self, plan: MobileSpectra, spectra: Sequence[FixedSpectra], matrices: Floats
    ) -> Scores:
        """Compute the best coarse score of each rotation, shape (fixed partners, n)."""
        shape = plan.box.coarse_shape
        first_pass = plan.select_first_pass()
        fixed = [self._send(f.stack_first_pass()) for f in spectra]
        best = np.empty((len(spectra), len(matrices)), dtype=np.float32)
        for rows in self._cut(plan, np.arange(len(matrices))):
            mobile = self._compute_coarse(first_pass, matrices[rows])
            for f, spectrum in enumerate(fixed):
                low = (mobile[..., : spectrum.shape[-1]].conj() * spectrum).sum(1)
                whole = self.torch.nn.functional.pad(low, (0, shape[2] // 2 + 1 - low.shape[-1]))
                grid = self.torch.fft.irfftn(whole, s=shape, dim=(1, 2, 3))
                best[f, rows] = grid.flatten(1).amax(1).cpu().numpy()
        return best

    def find(
        self,
        plan: MobileSpectra,
        spectra: Sequence[FixedSpectra],
        matrices: Floats,
        wanted: npt.NDArray[np.bool_],
        rule: PeakRule,
    ) -> Found:
        """Find the best translations of the wanted rotations, shape (fixed partners, n)."""
        scores, indices = make_empty_found(len(spectra), len(matrices), rule.count)
        fixed = [(self._send(f.full), self._send(f.coarse)) for f in spectra]
        for rows in self._cut(plan, np.flatnonzero(wanted.any(axis=0))):
            full = self._compute_full(plan, matrices[rows])
            coarse = self._compute_coarse(plan, matrices[rows])
            for f, (shape_term, smooth) in enumerate(fixed):
                chosen = np.flatnonzero(wanted[f, rows])
                if len(chosen) == 0:
                    continue
                here = self.torch.as_tensor(chosen, device=self.device)
                product = full[here].conj() * shape_term
                low = (coarse[here][..., : smooth.shape[-1]].conj() * smooth).sum(1)
                add_low_frequencies(product, low)
                grid = self.torch.fft.irfftn(product, s=plan.box.shape, dim=(1, 2, 3))
                found = find_batch_peaks(self.torch, grid, rule)
                scores[f, rows[chosen]], indices[f, rows[chosen]] = found
        return scores, indices

    def _send(self, values: npt.NDArray[Any]) -> Any:
        return self.torch.as_tensor(np.ascontiguousarray(values), device=self.device)

    def _turn(self, plan: MobileSpectra, matrices: Floats, spacing: Floats) -> Any:
        """Turn the atoms, in units of the grid's spacing, shape (rotations, atoms, 3)."""
        turned = self._send(plan.offsets) @ self._send(matrices).transpose(1, 2) + plan.room
        return turned / self._send(spacing)

    def _compute_full(self, plan: MobileSpectra, matrices: Floats) -> Any:
        points = self._turn(plan, matrices, np.full(3, plan.box.spacing))
        corner = spread_linear(self.torch, points, self._send(plan.stiffness), plan.corner)
        return transform_batch(self.torch, corner, plan.box.shape)

    def _compute_coarse(self, plan: MobileSpectra, matrices: Floats) -> Any:
        points = self._turn(plan, matrices, plan.coarse_spacing)
        corner = spread_quadratic(self.torch, points, self._send(plan.weights), plan.coarse_corner)
        return transform_batch(self.torch, corner, plan.box.coarse_shape)

    def _cut(
        self, plan: MobileSpectra, rotations: npt.NDArray[np.intp]
    ) -> Iterator[npt.NDArray[np.intp]]:
        size = self.batch or self._count_that_fit(plan.box.n_points)
        for start in range(0, len(rotations), size):
            yield rotations[start : start + size]

    def _count_that_fit(self, n_points: int) -> int:
        room = _PROCESSOR_BYTES
        if self.device == "cuda":
            room = 0.5 * self.torch.cuda.mem_get_info()[0]
        return max(1, min(_MOST, int(room / (_BYTES_A_POINT * n_points))))


def load_batch_searcher(device: str) -> BatchSearcher:
    """Load the searcher on PyTorch.

    Parameters
    ----------
    device : str
        ``auto``, ``cpu`` or ``cuda``.

    Raises
    ------
    UnknownBackEndError
        If PyTorch is not installed, or a card is asked for and none is seen.
    """
    try:
        torch = importlib.import_module("torch")
    except ImportError as error:
        raise UnknownBackEndError(
            "the Fourier back end torch needs the package torch, which is not installed; "
            "install it with: pip install 'tubulus[gpu]', or use scipy"
        ) from error
    has_card = torch.cuda.is_available()
    if device == "cuda" and not has_card:
        raise UnknownBackEndError(
            "device = cuda was asked for, but PyTorch sees no graphics card; "
            "use auto or cpu, or install a PyTorch that fits the card's driver"
        )
    return BatchSearcher(torch, "cuda" if has_card and device != "cpu" else "cpu")
