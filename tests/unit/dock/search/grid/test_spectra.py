"""A fixed partner is brought into Fourier space with little memory beside its own."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from tests.unit.dock.search.bodies import make_cloud, make_mixed_potential

from tubulus.dock.search.grid.boxes import Box
from tubulus.dock.search.grid.fields import compute_contact_field
from tubulus.dock.search.grid.spectra import compute_fixed_spectra, count_spectra_bytes
from tubulus.dock.search.grid.transforms import load_back_end

BACK_END = load_back_end("scipy")
BOX = Box((40, 36, 30), 1.2)


@pytest.mark.parametrize("channels", [2, 18])
def test_one_smooth_field_stands_at_a_time(channels):
    fixed, potential = make_cloud("f", 60, 4.0, 1), make_mixed_potential(4)
    compute_fixed_spectra(fixed, BOX, potential, channels, BACK_END)

    tracemalloc.start()
    kept = compute_fixed_spectra(fixed, BOX, potential, channels, BACK_END)
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(kept.coarse) == channels + 1
    assert held < count_spectra_bytes(BOX, channels)
    assert (peak - held) / BOX.n_points < 12.0  # a field, its spectrum and what is cut out of it


def test_a_channel_is_the_sum_of_the_contacts_of_its_atoms():
    points, weights = np.array([[5.0, 6.0, 7.0], [5.0, 6.0, 9.0]]), np.array([2.0, -3.0])

    field = compute_contact_field(points, weights, (20, 18, 16), 1.5)

    single = [compute_contact_field(points[[k]], np.ones(1), (20, 18, 16), 1.5) for k in range(2)]
    np.testing.assert_allclose(field, 2.0 * single[0] - 3.0 * single[1], atol=1e-6)
    assert field[5, 6, 4] == pytest.approx(2.0)  # 4.5 angstrom from the first, beyond the second
