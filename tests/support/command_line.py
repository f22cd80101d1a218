"""Call the command line within the process and keep what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tubulus.cli.main import main

__all__ = ["Answer", "make_caller"]


@dataclass(frozen=True)
class Answer:
    """Exit status, standard output and standard error of a command."""

    status: int
    out: str
    err: str


def make_caller(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Return a function that runs ``tubulus`` with the given words."""

    def call(*words: object) -> Answer:
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main([str(word) for word in words])
        told = capsys.readouterr()
        return Answer(int(end.value.code or 0), told.out, told.err)

    return call
