"""Pruned transforms equal whole ones; back ends are named, and refused by name."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest
import scipy.fft

from tubulus.dock.search.grid.transforms import UnknownBackEndError, load_back_end, transform_corner


def test_a_corner_transforms_as_the_padded_grid_does():
    corner = np.random.default_rng(0).normal(size=(2, 3, 4, 5)).astype(np.float32)

    spectrum = transform_corner(corner, (8, 9, 10), load_back_end("scipy"))

    whole = np.zeros((2, 8, 9, 10), dtype=np.float32)
    whole[:, :3, :4, :5] = corner
    np.testing.assert_allclose(spectrum, scipy.fft.rfftn(whole, axes=(1, 2, 3)), atol=1e-4)
    assert spectrum.dtype == np.complex64


@pytest.mark.parametrize("name", ["pyfftw", "ducc0"])
def test_an_optional_back_end_agrees_with_scipy_or_says_what_to_install(name):
    corner = np.random.default_rng(0).normal(size=(3, 4, 5)).astype(np.float32)
    expected = transform_corner(corner, (8, 6, 10), load_back_end("scipy"))
    if importlib.util.find_spec(name) is None:
        with pytest.raises(UnknownBackEndError, match="not installed"):
            load_back_end(name)
        return

    other = load_back_end(name)
    spectrum = transform_corner(corner, (8, 6, 10), other)

    np.testing.assert_allclose(spectrum, expected, atol=1e-4)
    grid = other.invert(spectrum, (8, 6, 10))
    np.testing.assert_allclose(grid[:3, :4, :5], corner, atol=1e-5)


def test_an_unknown_back_end_is_refused_with_the_known_ones():
    with pytest.raises(UnknownBackEndError, match="scipy, pyfftw"):
        load_back_end("fast")
