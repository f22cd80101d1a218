from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.proportions.counts import require_counts


def test_counts_from_numpy_are_counts():
    require_counts(np.int64(1), np.int64(2))

    with pytest.raises(ValueError, match="3 of 2"):
        require_counts(np.int64(3), np.int64(2))
