"""Read the fenced blocks and console sessions of the documents."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Step", "list_blocks", "list_steps", "require_step"]

_BLOCK = re.compile(r"^```(?P<kind>[a-z]+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """One command of a document and the output that the document shows for it."""

    command: str
    output: str


def list_blocks(path: Path, kind: str) -> list[str]:
    """List the texts of the fenced blocks of a kind."""
    return [b["text"] for b in _BLOCK.finditer(path.read_text("utf-8")) if b["kind"] == kind]


def list_steps(path: Path) -> list[Step]:
    """List the commands of the console blocks of a page, in their order."""
    steps: list[Step] = []
    for block in list_blocks(path, "console"):
        for session in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = session.partition("\n")
            steps.append(Step(command, output))
    return steps


def require_step(step: Step, folder: Path) -> None:
    """Carry out a command of a document in a folder; it answers as the document shows."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        step.command.split(),
        cwd=folder,
        env={**os.environ, "PATH": path, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    assert doctest.OutputChecker().check_output(step.output, done.stdout, flags), done.stdout
