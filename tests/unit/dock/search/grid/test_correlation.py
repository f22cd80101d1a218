"""Correlation by spectra equals correlation by sums; peaks are found one by one."""

from __future__ import annotations

import numpy as np
import scipy.fft

from tubulus.dock.search.grid.correlation import NO_SCORE, find_peaks, sum_products
from tubulus.dock.search.grid.transforms import load_back_end

SHAPE = (8, 6, 10)


def correlate_directly(mobile: np.ndarray, fixed: np.ndarray) -> np.ndarray:
    scores = np.zeros(fixed.shape)
    for index in np.argwhere(mobile):
        scores += mobile[tuple(index)] * np.roll(fixed, -index, axis=(0, 1, 2))
    return scores


def test_the_product_of_spectra_is_the_sum_over_all_points():
    rng = np.random.default_rng(0)
    mobile, fixed = rng.normal(size=(2, *SHAPE)).astype(np.float32)
    nothing = np.zeros((1, 4, 3, 3), dtype=np.complex64)
    out = np.empty((8, 6, 6), dtype=np.complex64)

    sum_products(scipy.fft.rfftn(mobile), scipy.fft.rfftn(fixed), nothing, nothing, out)

    scores = load_back_end("scipy").invert(out, SHAPE)
    np.testing.assert_allclose(scores, correlate_directly(mobile, fixed), atol=1e-4)


def test_a_smooth_term_on_the_coarse_grid_adds_to_its_low_frequencies():
    x, y, z = np.meshgrid(*(np.arange(n) / n for n in SHAPE), indexing="ij")
    wave = np.cos(2 * np.pi * (x - y)) + np.sin(2 * np.pi * (y + 2 * z))
    mobile = np.zeros((8, 6, 10), dtype=np.complex64)[:, :, :6]
    coarse_mobile = np.zeros((4, 3, 5), dtype=np.float32)
    coarse_mobile[1, 1, 2] = 2.0  # stands at point (2, 2, 4) of the full grid
    spectrum = scipy.fft.rfftn(wave.astype(np.float32))
    low = spectrum[np.ix_([0, 1, 6, 7], [0, 1, 5], [0, 1, 2])][None].copy()
    out = np.empty((8, 6, 6), dtype=np.complex64)

    sum_products(mobile, mobile, scipy.fft.rfftn(coarse_mobile)[None], low, out)

    scores = scipy.fft.irfftn(out, s=SHAPE)
    np.testing.assert_allclose(scores, 2.0 * np.roll(wave, (-2, -2, -4), (0, 1, 2)), atol=1e-4)


def test_peaks_come_in_order_and_keep_their_distance_across_the_edge():
    scores = np.zeros((12, 12, 12), dtype=np.float32)
    scores[0, 5, 5], scores[11, 5, 5], scores[6, 6, 6] = 3.0, 2.9, 2.0

    indices, values = find_peaks(scores, 2, 2)

    assert indices.tolist() == [[0, 5, 5], [6, 6, 6]]
    assert values.tolist() == [3.0, 2.0]


def test_a_grid_that_is_used_up_says_so():
    indices, values = find_peaks(np.zeros((3, 3, 3), dtype=np.float32), 3, 2)

    assert values.tolist() == [0.0, NO_SCORE, NO_SCORE]
    assert indices.shape == (3, 3)


def test_a_second_peak_lies_one_point_beyond_the_reach_of_the_first():
    scores = np.zeros((12, 4, 4), dtype=np.float32)
    scores[:5, 1, 1] = 9.0, 8.0, 7.0, 6.0, 5.0

    indices, _ = find_peaks(scores, 2, 3)

    assert indices.tolist() == [[0, 1, 1], [4, 1, 1]]
