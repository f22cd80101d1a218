"""Compiled kernels, kept on disk under the version of every source that they may be made of.

Numba alone looks at the file of a kernel and not at the files of the kernels and constants that
it takes in, so that old machine code would outlive a change in one of those.
"""

from __future__ import annotations

import ast
import importlib
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from tubulus.core.files import compute_text_hash

__all__ = ["compile_kernel", "compute_kernel_version"]

_LOCK = Lock()


def compile_kernel(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Compile a function with ``numba.njit`` and keep the machine code on disk.

    Parameters
    ----------
    **options
        Of ``numba.njit``, such as ``fastmath``; not ``cache``.

    Notes
    -----
    The folder bears :func:`compute_kernel_version` of the kernel's module. It lies in
    ``NUMBA_CACHE_DIR`` where a user has set it, else in the package's ``__pycache__``, else, as
    in an installation that cannot be written to, among the user's cached files. Where none can be
    written, kernels are compiled in each process. Folders of older versions may be deleted.
    """

    def compile_it(function: Callable[..., Any]) -> Any:
        numba = importlib.import_module("numba")
        with _LOCK:
            given = numba.config.CACHE_DIR
            folder = _find_folder(function.__module__, given)
            # Numba reads its setting when a kernel is declared, and keeps what it read
            numba.config.CACHE_DIR = folder
            try:
                return numba.njit(cache=bool(folder), **options)(function)
            finally:
                numba.config.CACHE_DIR = given

    return compile_it


@cache
def compute_kernel_version(module: str) -> str:
    """Compute the version of a module's kernels: 16 hexadecimal digits.

    A hash of its source and of all sources of its package that it imports, however indirectly.

    Raises
    ------
    OSError
        If there are no sources to read.
    """
    package = module.partition(".")[0]
    root = Path(str(sys.modules[package].__file__)).parent
    sources: dict[str, str] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        path = _find_source(root, name)
        if path is None or name in sources:
            continue
        sources[name] = path.read_text("utf-8")
        waiting += _list_imports(sources[name], package)
    if module not in sources:
        raise FileNotFoundError(f"{module} has no source below {root}")
    return compute_text_hash(*(part for item in sorted(sources.items()) for part in item))[:16]


def _find_source(root: Path, name: str) -> Path | None:
    place = root.joinpath(*name.split(".")[1:])
    candidates = (place.with_suffix(".py"), place / "__init__.py")
    return next((path for path in candidates if path.is_file()), None)


def _list_imports(source: str, package: str) -> Iterator[str]:
    """List the modules of the package that may be imported, among them names that are none."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        yield from (name for name in names if name.partition(".")[0] == package)


def _find_folder(module: str, given: str) -> str:
    """Find where the machine code of a module's kernels is kept; empty where nowhere."""
    try:
        version = compute_kernel_version(module)
    except OSError:
        return ""
    package = module.partition(".")[0]
    root = Path(str(sys.modules[package].__file__)).parent
    own = importlib.import_module("numba.misc.appdirs").AppDirs("tubulus", appauthor=False)
    bases = [*([Path(given)] if given else []), root / "__pycache__", Path(own.user_cache_dir)]
    folders = (base / "kernels" / version for base in bases)
    return next((str(folder) for folder in folders if _can_write(folder)), "")


def _can_write(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True
