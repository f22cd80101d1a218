"""Fourier transforms: a small port with SciPy behind it, and others that a user may switch on."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import scipy.fft

from tubulus.core.errors import StudyError

__all__ = [
    "BACK_ENDS",
    "FourierBackEnd",
    "UnknownBackEndError",
    "load_back_end",
    "transform_corner",
]

Real = npt.NDArray[np.float32]
Spectrum = npt.NDArray[np.complex64]


class UnknownBackEndError(StudyError):
    """A Fourier back end was named that is unknown or not installed."""

    code = "E160"


class FourierBackEnd(Protocol):
    """Single-precision transforms on one thread."""

    def transform_real(self, values: Real, n: int, axis: int) -> Spectrum:
        """Transform real values along one axis, zero-padded to n; n // 2 + 1 frequencies."""
        ...

    def transform(self, values: Spectrum, n: int, axis: int) -> Spectrum:
        """Transform complex values along one axis, zero-padded to n."""
        ...

    def invert(self, spectrum: Spectrum, shape: tuple[int, int, int]) -> Real:
        """Invert a half spectrum to real values of the shape; may overwrite the spectrum."""
        ...


@dataclass(frozen=True, slots=True)
class _ScipyLike:
    """SciPy's functions, or those of a module that copies their signatures."""

    module: Any

    def transform_real(self, values: Real, n: int, axis: int) -> Spectrum:
        return np.asarray(self.module.rfft(values, n=n, axis=axis), dtype=np.complex64)

    def transform(self, values: Spectrum, n: int, axis: int) -> Spectrum:
        result = self.module.fft(values, n=n, axis=axis, overwrite_x=True)
        return np.asarray(result, dtype=np.complex64)

    def invert(self, spectrum: Spectrum, shape: tuple[int, int, int]) -> Real:
        result = self.module.irfftn(spectrum, s=shape, axes=(0, 1, 2), overwrite_x=True)
        return np.asarray(result, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Ducc:
    """The ducc0 package (GPL-2 or later; never installed by Tubulus)."""

    module: Any

    def transform_real(self, values: Real, n: int, axis: int) -> Spectrum:
        padded = _pad(values, n, axis)
        return np.asarray(self.module.r2c(padded, axes=(axis,)), dtype=np.complex64)

    def transform(self, values: Spectrum, n: int, axis: int) -> Spectrum:
        padded = _pad(values, n, axis)
        return np.asarray(self.module.c2c(padded, axes=(axis,)), dtype=np.complex64)

    def invert(self, spectrum: Spectrum, shape: tuple[int, int, int]) -> Real:
        result = self.module.c2r(
            spectrum, axes=(0, 1, 2), lastsize=shape[2], forward=False, inorm=2
        )
        return np.asarray(result, dtype=np.float32)


def _pad(values: npt.NDArray[Any], n: int, axis: int) -> npt.NDArray[Any]:
    widths = [
        (0, n - size if k == axis % values.ndim else 0) for k, size in enumerate(values.shape)
    ]
    return np.pad(values, widths)


def _load_pyfftw() -> FourierBackEnd:
    pyfftw = importlib.import_module("pyfftw")
    pyfftw.interfaces.cache.enable()
    return _ScipyLike(importlib.import_module("pyfftw.interfaces.scipy_fft"))


BACK_ENDS: dict[str, Callable[[], FourierBackEnd]] = {
    "scipy": lambda: _ScipyLike(scipy.fft),
    "pyfftw": _load_pyfftw,
    "ducc0": lambda: _Ducc(importlib.import_module("ducc0").fft),
}
"""Loaders by name. SciPy comes with Tubulus; the others are the user's own choice to install.

PyTorch is none of them: it searches whole batches of rotations, on its device, in
:mod:`tubulus.dock.search.grid.batches`.
"""


def load_back_end(name: str) -> FourierBackEnd:
    """Load a Fourier back end by name.

    Raises
    ------
    UnknownBackEndError
        If the name is unknown, or its package is not installed.
    """
    if name not in BACK_ENDS:
        raise UnknownBackEndError(
            f"no Fourier back end is called {name!r}; use one of {', '.join(BACK_ENDS)}, torch"
        )
    try:
        return BACK_ENDS[name]()
    except ImportError as error:
        raise UnknownBackEndError(
            f"the Fourier back end {name} needs the package {name}, which is not installed; "
            "install it, or use scipy"
        ) from error


def transform_corner(
    corner: Real, shape: tuple[int, int, int], back_end: FourierBackEnd
) -> Spectrum:
    """Transform values that fill only a corner of the grid, skipping lines of zeros.

    Parameters
    ----------
    corner : ndarray of float32, shape (..., x, y, z)
        Values of the corner at the grid's origin; outside it the grid is zero.
    shape : tuple of int
        Points of the whole grid.
    back_end : FourierBackEnd
        Who transforms.

    Returns
    -------
    ndarray of complex64, shape (..., shape[0], shape[1], shape[2] // 2 + 1)
        Equal to the transform of the padded grid.
    """
    lines = back_end.transform_real(corner, shape[2], corner.ndim - 1)
    planes = back_end.transform(lines, shape[1], corner.ndim - 2)
    return back_end.transform(planes, shape[0], corner.ndim - 3)
