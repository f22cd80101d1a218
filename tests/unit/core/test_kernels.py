"""A kernel whose callee changed is compiled anew, though its own file is as it was."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numba
import pytest
from numba.core.dispatcher import Dispatcher

import tubulus
from tubulus.core.kernels import compile_kernel, compute_kernel_version

CALLEE = """
from tubulus.core.kernels import compile_kernel
STEP = {step}
{decorator}
def one(x):
    return x + {one}
"""
CALLER = """
import numba
from kernelfarm.callee import STEP, one
from tubulus.core.kernels import compile_kernel
{decorator}
def twice(x):
    return 2 * one(x) + STEP
"""


class Farm:
    """A package of two modules of kernels, written anew and imported anew."""

    def __init__(self, folder):
        self.folder = folder / "kernelfarm"
        self.folder.mkdir()
        (self.folder / "__init__.py").write_text("")

    def load(self, *, one=1, step=0, decorator="@compile_kernel()") -> ModuleType:
        for name in [name for name in sys.modules if name.partition(".")[0] == "kernelfarm"]:
            del sys.modules[name]
        callee = CALLEE.format(one=one, step=step, decorator="@compile_kernel()")
        (self.folder / "callee.py").write_text(callee)
        (self.folder / "caller.py").write_text(CALLER.format(decorator=decorator))
        compute_kernel_version.cache_clear()
        importlib.invalidate_caches()
        return importlib.import_module("kernelfarm.caller")


@pytest.fixture
def farm(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr(numba.config, "CACHE_DIR", "")
    yield Farm(tmp_path)
    compute_kernel_version.cache_clear()


def test_numba_alone_keeps_the_old_callee(farm):
    decorator = "@numba.njit(cache=True)"
    assert farm.load(decorator=decorator).twice(10) == 22

    assert farm.load(one=5, decorator=decorator).twice(10) == 22


def test_a_changed_callee_and_a_changed_constant_give_the_new_result(farm):
    assert farm.load().twice(10) == 22
    assert farm.load(one=5).twice(10) == 30
    assert farm.load(one=5, step=7).twice(10) == 37


def test_an_unchanged_kernel_is_taken_from_disk(farm):
    farm.load().twice(10)
    again = farm.load().twice

    assert again(10) == 22
    assert sum(again.stats.cache_hits.values()) == 1
    assert again.stats.cache_path.startswith(str(farm.folder / "__pycache__" / "kernels"))


def test_a_folder_that_the_user_names_wins_and_stays_his_own(farm, tmp_path, monkeypatch):
    mine = str(tmp_path / "mine")
    monkeypatch.setattr(numba.config, "CACHE_DIR", mine)

    assert farm.load().twice.stats.cache_path.startswith(mine)
    assert mine == numba.config.CACHE_DIR


def test_an_installation_that_cannot_be_written_to_keeps_kernels_with_the_user(
    farm, tmp_path, monkeypatch
):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (farm.folder / "__pycache__").write_text("a file stands where the folder would be")

    path = farm.load().twice.stats.cache_path

    assert compute_kernel_version("kernelfarm.caller") in path
    assert not path.startswith(str(farm.folder))


def test_kernels_work_where_no_folder_can_be_written(farm, monkeypatch):
    monkeypatch.setattr("tubulus.core.kernels._can_write", lambda _: False)

    twice = farm.load().twice

    assert twice(10) == 22
    assert twice.stats.cache_path is None


def test_a_module_without_sources_has_no_version():
    with pytest.raises(FileNotFoundError, match="no source below"):
        compute_kernel_version("tubulus.core.nowhere")


def list_kernels():
    """List the kernels of the package, each with the names that its file imports from others."""
    root = Path(tubulus.__file__).parent
    for path in sorted(root.rglob("*.py")):
        source = path.read_text("utf-8")
        if ("njit" not in source and "@compile_kernel" not in source) or path.parts[-2] == "core":
            continue
        name = ".".join(("tubulus", *path.relative_to(root).with_suffix("").parts))
        imported = {
            alias.asname or alias.name
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("tubulus")
            for alias in node.names
        }
        for value in vars(importlib.import_module(name)).values():
            if isinstance(value, Dispatcher) and value.py_func.__module__ == name:
                yield value, imported


def test_a_kernel_that_takes_in_another_file_is_kept_under_the_version_of_both():
    kernels = list(list_kernels())
    across = [kernel for kernel, names in kernels if names & {*kernel.py_func.__code__.co_names}]

    assert len(kernels) > 20
    assert len(across) >= 5
    for kernel in across:
        assert compute_kernel_version(kernel.py_func.__module__) in kernel.stats.cache_path


def test_declaring_no_kernel_loads_no_compiler():
    code = "import sys, tubulus.core.kernels; sys.exit('numba' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_options_reach_the_compiler():
    @compile_kernel(fastmath=True)
    def double(x):
        return x * 2.0

    assert double.targetoptions["fastmath"]
    assert double(2.0) == 4.0
