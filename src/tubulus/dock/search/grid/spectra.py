"""Spectra of both partners: the fixed one's once, the mobile one's once a rotation."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tubulus.dock.potential.contact_potential import ContactPotential, split_into_channels
from tubulus.dock.search.grid.boxes import Box, orient_to_axes
from tubulus.dock.search.grid.coarse_pass import FIRST_PASS_OVERLAP, list_first_pass_terms
from tubulus.dock.search.grid.fields import (
    compute_contact_field,
    compute_electrostatic_field,
    compute_overlap_field,
)
from tubulus.dock.search.grid.splats import compute_spline_filter, splat_coarse, splat_full
from tubulus.dock.search.grid.transforms import FourierBackEnd, transform_corner
from tubulus.dock.search.partner import Partner

__all__ = [
    "FixedSpectra",
    "MobileSpectra",
    "compute_fixed_spectra",
    "count_spectra_bytes",
    "plan_mobile_spectra",
]

Floats = npt.NDArray[np.float64]
Spectrum = npt.NDArray[np.complex64]


@dataclass(frozen=True, slots=True, eq=False)
class FixedSpectra:
    """A fixed partner in the middle of its box, in Fourier space.

    Parameters
    ----------
    full : ndarray of complex64, shape (x, y, z // 2 + 1)
        Shape term; minus the overlap energy.
    coarse : ndarray of complex64, shape (c + 1, u, v, w)
        Contact channels and electrostatics, low frequencies only.
    coarse_overlap : ndarray of complex64, shape (1, u, v, w)
        Low frequencies of the shape term, for a coarse first pass.
    axes : ndarray, shape (3, 3)
        Rotation from the partner's own frame into the box.
    centre : ndarray, shape (3,)
        Point of the partner's own frame that lies in the middle of the box.
    """

    full: Spectrum
    coarse: Spectrum
    coarse_overlap: Spectrum
    axes: Floats
    centre: Floats

    def stack_first_pass(self) -> Spectrum:
        """Stack the terms of the first pass on the coarse grid: smooth ones, then shape."""
        terms = list_first_pass_terms(len(self.coarse))
        shape = self.coarse_overlap * np.float32(FIRST_PASS_OVERLAP)
        return np.concatenate([self.coarse[terms], shape])


def compute_fixed_spectra(
    fixed: Partner,
    box: Box,
    potential: ContactPotential,
    channels: int,
    back_end: FourierBackEnd,
) -> FixedSpectra:
    """Lay a fixed partner into a box and transform its fields.

    Parameters
    ----------
    fixed : Partner
        Laid along its principal axes.
    box : Box
        At least as large as :func:`~tubulus.dock.search.grid.boxes.choose_box` says.
    potential : ContactPotential
        Weights of the terms.
    channels : int
        Channels of the contact potential.
    back_end : FourierBackEnd
        Who transforms.

    Notes
    -----
    Smooth fields are computed on the full grid and cut to the frequencies of the coarse one, so
    that nothing is aliased.
    """
    axes = orient_to_axes(fixed.positions)
    laid = (fixed.positions - fixed.centre) @ axes.T
    middle = 0.5 * (laid.max(axis=0) + laid.min(axis=0))
    points = (laid - middle) / box.spacing + 0.5 * np.array(box.shape)
    overlap = compute_overlap_field(points, fixed.stiffness, box.shape, box.spacing)
    overlap *= np.float32(-potential.overlap)
    sharpen = compute_spline_filter(box.coarse_shape)
    full = transform_corner(overlap, box.shape, back_end)
    del overlap  # one field at a time: a channel is made, transformed and cut before the next
    u, v, w = box.coarse_shape
    coarse = np.empty((channels + 1, u, v, _count_low(w)), dtype=np.complex64)
    weights, _ = split_into_channels(-potential.energies, channels)
    for channel in range(channels):
        atoms = weights[fixed.atom_types, channel]
        field = compute_contact_field(points, atoms, box.shape, box.spacing)
        coarse[channel] = _cut(transform_corner(field, box.shape, back_end), box, sharpen)
    field = compute_electrostatic_field(points, fixed.charges, box.shape, box.spacing)
    field *= np.float32(-potential.electrostatic)
    coarse[channels] = _cut(transform_corner(field, box.shape, back_end), box, sharpen)
    return FixedSpectra(
        full=full,
        coarse=coarse,
        coarse_overlap=_cut(full, box, sharpen)[None],
        axes=axes,
        centre=fixed.centre + middle @ axes,
    )


def count_spectra_bytes(box: Box, channels: int) -> float:
    """Count the bytes that the spectra of one fixed partner take during a search."""
    # 8 bytes a complex number: half the points in full; an eighth of that for a smooth term, for
    # shape on the coarse grid, and for the copies of the first pass
    terms = channels + 1
    on_coarse_grid = terms + 1 + len(list_first_pass_terms(terms)) + 1
    return 4.0 * box.n_points * (1.0 + on_coarse_grid / 8.0)


def _cut(spectrum: Spectrum, box: Box, sharpen: npt.NDArray[np.float32]) -> Spectrum:
    """Keep the frequencies below the coarse Nyquist frequency, in the coarse order."""
    u, v, w = box.coarse_shape
    x = np.fft.fftfreq(u, 1.0 / u).astype(np.intp)
    y = np.fft.fftfreq(v, 1.0 / v).astype(np.intp)
    count = _count_low(w)
    return np.asarray(
        spectrum[np.ix_(x, y, np.arange(count))] * sharpen[:, :, :count], dtype=np.complex64
    )


def _count_low(points: int) -> int:
    """Count the frequencies of a half spectrum that lie below the Nyquist frequency."""
    return (points - 1) // 2 + 1


@dataclass(frozen=True, slots=True, eq=False)
class MobileSpectra:
    """How to bring one mobile partner into Fourier space, for any rotation.

    Parameters
    ----------
    offsets : ndarray, shape (n, 3)
        Atoms about their mean position, in angstrom.
    stiffness : ndarray, shape (n,)
        Weights of the shape term.
    weights : ndarray, shape (n, c + 1)
        Weights of contact channels and charge.
    box : Box
        Grid of the class.
    room : float
        Distance from the box's origin to the centre, along each axis; angstrom.
    """

    offsets: Floats
    stiffness: Floats
    weights: Floats
    box: Box
    room: float

    def compute(self, rotation: Floats, back_end: FourierBackEnd) -> tuple[Spectrum, Spectrum]:
        """Compute the full spectrum of shape and the coarse spectra of the smooth terms.

        Parameters
        ----------
        rotation : ndarray, shape (3, 3)
            Turns the partner about its centre.
        back_end : FourierBackEnd
            Who transforms.
        """
        spacing = self.box.spacing
        turned = self.offsets @ rotation.T + self.room
        corner = np.zeros(self.corner, dtype=np.float32)
        splat_full(turned / spacing, self.stiffness, corner)
        return (
            transform_corner(corner, self.box.shape, back_end),
            self._spread_coarse(turned, back_end),
        )

    def select_first_pass(self) -> MobileSpectra:
        """Select the terms of the first pass: ``weights`` of the smooth ones, then of shape."""
        terms = list_first_pass_terms(self.weights.shape[1])
        return replace(self, weights=np.column_stack([self.weights[:, terms], self.stiffness]))

    def compute_coarse(self, rotation: Floats, back_end: FourierBackEnd) -> Spectrum:
        """Compute the coarse spectra of all weights, for one rotation, shape (3, 3)."""
        turned = self.offsets @ rotation.T + self.room
        return self._spread_coarse(turned, back_end)

    def _spread_coarse(self, turned: Floats, back_end: FourierBackEnd) -> Spectrum:
        smooth = np.zeros((self.weights.shape[1], *self.coarse_corner), dtype=np.float32)
        splat_coarse(turned / self.coarse_spacing, self.weights, smooth)
        return transform_corner(smooth, self.box.coarse_shape, back_end)

    @property
    def coarse_spacing(self) -> Floats:
        """Distance of the coarse grid's points along x, y and z, in angstrom."""
        ratio = np.array(self.box.shape) / np.array(self.box.coarse_shape)
        return np.asarray(ratio * self.box.spacing)

    @property
    def corner(self) -> tuple[int, int, int]:
        """Points of the full grid's corner that holds the partner in every rotation."""
        return self._count_points(np.full(3, self.box.spacing))

    @property
    def coarse_corner(self) -> tuple[int, int, int]:
        """Points of the coarse grid's corner that holds the partner in every rotation.

        One point more than the room, for a spline reaches a point beyond the nearest one.
        """
        x, y, z = self._count_points(self.coarse_spacing)
        return x + 1, y + 1, z + 1

    def _count_points(self, spacing: Floats) -> tuple[int, int, int]:
        x, y, z = np.ceil(2.0 * self.room / spacing).astype(int).tolist()
        return x, y, z


def plan_mobile_spectra(
    mobile: Partner, box: Box, potential: ContactPotential, channels: int
) -> MobileSpectra:
    """Prepare a mobile partner for all its rotations in one box."""
    _, weights = split_into_channels(-potential.energies, channels)
    return MobileSpectra(
        offsets=mobile.positions - mobile.centre,
        stiffness=mobile.stiffness,
        weights=np.column_stack([weights[mobile.atom_types], mobile.charges]),
        box=box,
        room=mobile.radius + 3.0 * box.spacing,
    )
