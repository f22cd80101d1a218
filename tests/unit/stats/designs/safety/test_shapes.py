from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tubulus.stats.designs.safety.shapes import compute_evidence, compute_upper_tail


@pytest.mark.parametrize("shape", ["Pocock", "O'Brien-Fleming", "SPRT"])
def test_evidence_rises_with_each_event(shape):
    evidence = compute_evidence(shape, 30, 0.1, 0.3 if shape == "SPRT" else None)

    assert evidence.shape == (31,)
    assert np.all(np.diff(evidence) > 0.0)


def test_the_upper_tail_equals_that_of_scipy():
    expected = stats.binom.sf(np.arange(21) - 1, 20, 0.3)

    assert compute_upper_tail(20, 0.3) == pytest.approx(expected, rel=1e-12)


def test_a_tail_below_the_smallest_float_stays_finite():
    assert np.all(np.isfinite(compute_evidence("Pocock", 200, 1e-4, None)))
