"""The front door of a room: an exported name is loaded from its module when it is asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["open_room"]


def open_room(
    package: str, modules: Mapping[str, tuple[str, ...]]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Open a package name by name, so that one of its modules loads without all others.

    Parameters
    ----------
    package : str
        The package, as ``__name__`` gives it.
    modules : mapping of str to tuple of str
        Module within the package, and the names that it exports.

    Returns
    -------
    tuple
        ``__getattr__`` and ``__dir__`` of the package (PEP 562).
    """
    places = {name: module for module, names in modules.items() for name in names}

    def load(name: str) -> Any:
        if name not in places:
            raise AttributeError(f"module '{package}' has no attribute '{name}'")
        value = getattr(import_module(f"{package}.{places[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    def list_names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *places})

    return load, list_names
