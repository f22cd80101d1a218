"""Read the fenced blocks and console sessions of the documents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Step", "list_blocks", "list_steps"]

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
