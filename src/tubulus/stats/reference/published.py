"""Published data that reference numbers rest on, from packages that Tubulus does not need."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from tubulus.stats.missing import Vector

__all__ = ["PUBLISHED", "code_nhefs", "read_published_data"]

PUBLISHED = frozenset({"nhefs"})
"""Names of the published data sets."""


def read_published_data() -> dict[str, dict[str, Any]]:
    """Read published data by name and column.

    Returns
    -------
    dict of dict of ndarray
        Empty where the package ``causaldata`` is not installed.
    """
    if find_spec("causaldata") is None:
        return {}
    frame = import_module("causaldata").nhefs_complete.load_pandas().data
    return {"nhefs": code_nhefs({name: frame[name].to_numpy() for name in frame.columns})}


def code_nhefs(frame: Mapping[str, Any]) -> dict[str, Any]:
    """Take smoking cessation and weight from NHEFS, in the columns of the book's models.

    Parameters
    ----------
    frame : mapping of str to array
        Columns of NHEFS under the names of the study, each of shape (n,).

    Returns
    -------
    dict of ndarray, shape (n,)
        Outcome ``weight_change`` in kg, ``quit``, and covariates; factors as indicators of all
        levels but the first.

    Notes
    -----
    Hernan and Robins, Causal Inference: What If, chapter 12: age, smoking and weight enter with
    their squares, education, exercise and activity as factors.
    """

    def read(name: str) -> Vector:
        return np.asarray(frame[name], dtype=np.float64)

    columns = {"weight_change": read("wt82_71"), "quit": read("qsmk")}
    columns |= {name: read(name) for name in ("sex", "race")}
    squared = {"age": "age", "intensity": "smokeintensity", "years": "smokeyrs", "weight": "wt71"}
    for own, name in squared.items():
        columns |= {own: read(name), f"{own}_squared": read(name) ** 2}
    levels = {"education": (2, 3, 4, 5), "exercise": (1, 2), "active": (1, 2)}
    for name, values in levels.items():
        for value in values:
            columns[f"{name}_{value}"] = (read(name) == value).astype(np.float64)
    centred = columns["intensity"] - columns["intensity"].mean()
    columns["quit_by_centred_intensity"] = columns["quit"] * centred
    return columns
