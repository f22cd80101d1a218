"""Compiled kernels of the networks; importing one of them loads the compiler (half a second).

Nothing is exported here, and nothing outside may import a kernel when it is loaded itself:
callers fetch the module with ``load_kernels`` when they first need it.
"""

from __future__ import annotations

import importlib
from functools import cache
from types import ModuleType

__all__ = ["load_kernels"]


@cache
def load_kernels(name: str) -> ModuleType:
    """Load a module of this folder: ``sweeps`` or ``trades``."""
    return importlib.import_module(f"{__name__}.{name}")
