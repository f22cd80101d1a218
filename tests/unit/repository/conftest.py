"""The files of the repository, as git tracks them."""

import ast
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDERS = (".ci", "benchmarks", "docs", "examples", "requirements", "src", "tests", "tools")
NOT_TRACKED = {"__pycache__", "_build", "generated"}


@pytest.fixture(scope="session")
def tracked(repository):
    """Return every tracked file that exists, relative to the root."""
    names = list_tracked(repository) or list_walked(repository)
    return [repository / name for name in names if (repository / name).is_file()]


def list_tracked(root):
    if shutil.which("git") is None:
        return []
    # a checkout may belong to another account than the one that tests it
    command = ["git", "-c", "safe.directory=*", "-C", str(root), "ls-files"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.splitlines() if done.returncode == 0 else []


def list_walked(root):
    """List the files of the usual folders, for a copy without git."""
    walked = (path for folder in FOLDERS for path in (root / folder).rglob("*"))
    inside = (path.relative_to(root) for path in (*root.glob("*"), *walked))
    return [name for name in inside if not NOT_TRACKED.intersection(name.parts)]


@pytest.fixture(scope="session")
def modules(tracked):
    """Return the tracked Python files."""
    return [path for path in tracked if path.suffix == ".py"]


@pytest.fixture(scope="session")
def house():
    """Return the folder of the package."""
    return Path("src") / "tubulus"


@pytest.fixture(scope="session")
def trees(modules):
    """Return the syntax tree of each tracked Python file."""
    return {path: ast.parse(path.read_text("utf-8")) for path in modules}
