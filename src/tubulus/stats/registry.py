"""Every method of the room under the name that results carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from tubulus.stats import (
    balance,
    bias,
    censored,
    description,
    designs,
    exact_tests,
    imputation,
    linear,
    logistic,
    mixed,
    multiplicity,
    multiverse,
    ordinal,
    proportions,
    ranks,
    resampling,
    subgroups,
    two_proportions,
    weighting,
)
from tubulus.stats.methods import Method

__all__ = ["METHODS", "register_methods"]

_FOLDERS = (
    proportions,
    two_proportions,
    exact_tests,
    linear,
    logistic,
    mixed,
    ordinal,
    ranks,
    censored,
    description,
    balance,
    weighting,
    resampling,
    imputation,
    bias,
    multiplicity,
    subgroups,
    multiverse,
    designs,
)


def register_methods(methods: Iterable[Method]) -> Mapping[str, Method]:
    """Put the records of methods under their names.

    Raises
    ------
    ValueError
        If two methods have one name: a number could not be told to either.
    """
    found: dict[str, Method] = {}
    for method in methods:
        if method.name in found:
            raise ValueError(f"two methods are called {method.name}")
        found[method.name] = method
    return MappingProxyType(found)


METHODS = register_methods(method for folder in _FOLDERS for method in folder.METHODS)
"""Name of a method to its record: what it gives, its limits, its source."""
