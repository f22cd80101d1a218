"""Read the fenced blocks and console sessions of the documents."""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path

from tubulus.cli.main import main

__all__ = ["Step", "carry_out", "lighten", "list_blocks", "list_steps"]

_LEAST = {"resamples": 200, "permutations": 200, "imputations": 20}
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


def carry_out(step: Step, folder: Path) -> None:
    """Carry out a command of a document in a folder; it answers as the document shows.

    It runs within this process, where nothing needs to be loaded again; `make demo` starts the
    program itself.
    """
    program, *words = shlex.split(step.command)
    said = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(said):
        status = _copy(words) if program == "cp" else _call(words)
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE

    assert not status, f"$ {step.command} ended with {status}\n{said.getvalue()}"
    if step.output:
        assert doctest.OutputChecker().check_output(step.output, said.getvalue(), flags), (
            f"$ {step.command}\n{said.getvalue()}\nthe page shows:\n{step.output}"
        )


def _copy(words: list[str]) -> int:
    if words[0] == "-R":
        shutil.copytree(*words[1:])
    else:
        shutil.copy(*words)
    return 0


def _call(words: list[str]) -> object:
    try:
        main(words)
    except SystemExit as end:
        return end.code
    return "no exit"


def lighten(folder: Path) -> None:
    """Let a copied study draw as little as a plan may; what is drawn and shown stays the same.

    The full numbers of draws run in `make demo` and in the validation.
    """
    path = folder / "study.toml"
    text = path.read_text("utf-8")
    for name, least in _LEAST.items():
        text = re.sub(rf"^{name} = \d+$", f"{name} = {least}", text, flags=re.MULTILINE)
        if f"\n{name} = " not in text:
            text = text.replace("\n[plan]\n", f"\n[plan]\n{name} = {least}\n")
    path.write_text(text, encoding="utf-8")
