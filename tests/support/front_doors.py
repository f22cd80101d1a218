"""What the tests of every room that opens name by name share."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from pathlib import Path


def list_places(room):
    """List the exported names with their modules."""
    return {
        name: f"{room.__name__}.{module}"
        for module, names in room._MODULES.items()
        for name in names
    }


def list_checked_names(room):
    """List the names that a type checker sees, with their modules."""
    tree = ast.parse(Path(inspect.getfile(room)).read_text("utf-8"))
    (block,) = (
        node
        for node in tree.body
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
    )
    return {alias.name: line.module for line in block.body for alias in line.names}


def list_loaded(module, among):
    """List which of some modules a fresh process has loaded with one."""
    code = f"import sys, {module}; print(*(name for name in {among!r} if name in sys.modules))"
    shown = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60
    )
    return shown.stdout.split()
