"""Every method of the room under the name that results carry."""

from __future__ import annotations

from types import MappingProxyType

from tubulus.stats import (
    balance,
    bias,
    description,
    exact_tests,
    linear,
    multiplicity,
    proportions,
    two_proportions,
)

__all__ = ["METHODS"]

_FOLDERS = (
    proportions,
    two_proportions,
    exact_tests,
    linear,
    description,
    balance,
    bias,
    multiplicity,
)

METHODS = MappingProxyType(
    {method.name: method for folder in _FOLDERS for method in folder.METHODS}
)
"""Name of a method to its record: what it gives, its limits, its source."""
