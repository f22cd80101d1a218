"""Find a public function by its path, and a number in its result; no text is run as code."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import numpy as np

from tubulus.stats.results import HypothesisTest, Statistic

__all__ = ["follow_part", "read_number", "resolve_function"]


def resolve_function(path: str) -> Callable[..., Any]:
    """Find a function or result class by its path from ``tubulus.stats``.

    Raises
    ------
    ValueError
        If a step of the path is not among the public names of its package, or does not end at
        something that can be called.
    """
    place: Any = import_module("tubulus.stats")
    for name in path.split("."):
        if name not in getattr(place, "__all__", ()):
            raise ValueError(f"tubulus.stats exports no {path}")
        place = getattr(place, name)
    if not callable(place):
        raise ValueError(f"{path} cannot be called")  # noqa: TRY004 - the path is wrong, not a type
    return place  # type: ignore[no-any-return]


def follow_part(result: Any, path: str) -> Any:
    """Follow a dotted path: fields of results, keys of mappings, places of tuples from 0.

    Raises
    ------
    ValueError
        If a step leads nowhere or to a private name.
    """
    for step in filter(None, path.split(".")):
        if isinstance(result, Mapping):
            result = result[step]
        elif step.isdecimal():
            result = result[int(step)]
        elif step.startswith("_") or not hasattr(result, step):
            raise ValueError(f"{type(result).__name__} has no part {step}")
        else:
            result = getattr(result, step)
    return result


def read_number(result: Any, path: str, word: str) -> float | None:
    """Read a number of a result, by the path to it and what is done to it.

    Returns
    -------
    float or None
        None where the part does not exist: a result says so with a reason.

    Raises
    ------
    ValueError
        If what stands there is no number, or the word is unknown.
    """
    value = follow_part(result, path)
    if isinstance(value, Statistic):
        value = value.value
    elif isinstance(value, HypothesisTest):
        value = value.p_value
    if value is None:
        return None
    if word in ("mean", "sd"):
        drawn = np.asarray(value, dtype=np.float64)
        return float(drawn.mean() if word == "mean" else drawn.std(ddof=1))
    number = float(value)
    return number if not word else _transform(number, word)


def _transform(number: float, word: str) -> float:
    if word == "log":
        return math.log(number) if number > 0.0 else -math.inf
    if word == "exp":
        return math.exp(number)
    if word == "logit":
        return math.log(number / (1.0 - number))
    raise ValueError(f"no number is made by {word}")
