"""Every way to assign participants to arms of the sizes that they have, within strata."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, islice, product
from math import comb

import numpy as np

from tubulus.stats.missing import Vector

__all__ = ["count_assignments", "enumerate_assignments"]

_CHUNK = 2048


def count_assignments(arm: Vector, strata: Vector, most: int) -> int:
    """Count the assignments that keep the arm sizes of every stratum.

    Counting stops once there are more than ``most``.
    """
    count = 1
    for stratum in np.unique(strata):
        members = arm[strata == stratum]
        count *= comb(members.size, int(members.sum()))
        if count > most:
            break
    return count


def enumerate_assignments(values: Vector, arm: Vector, strata: Vector) -> Iterator[Vector]:
    """Yield the values under every assignment, arrays (rows, n), some at a time.

    A row holds at the places of the first arm the values of those assigned to it, and at the
    places of the comparator the others, each stratum for itself; arm is 1 or 0.
    """
    members = [np.flatnonzero(strata == stratum) for stratum in np.unique(strata)]
    choices = [combinations(index, int(arm[index].sum())) for index in members]
    chosen = product(*choices)
    places = np.concatenate([index[arm[index] == 1.0] for index in members])
    others = np.concatenate([index[arm[index] == 0.0] for index in members])
    home = np.concatenate(members)
    while batch := list(islice(chosen, _CHUNK)):
        first = np.array([list(chain.from_iterable(each)) for each in batch], dtype=np.intp)
        is_first = np.zeros((len(batch), values.size), dtype=np.bool_)
        np.put_along_axis(is_first, first, values=True, axis=1)
        # in the order of strata, each row keeps as many of a stratum as belong to its comparator
        rest = home[np.nonzero(~is_first[:, home])[1].reshape(len(batch), -1)]
        rows = np.empty((len(batch), values.size))
        rows[:, places], rows[:, others] = values[first], values[rest]
        yield rows
