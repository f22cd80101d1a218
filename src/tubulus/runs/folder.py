"""Where the parts of a study lie in its folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from tubulus.core.errors import InputError, Problem

__all__ = ["StudyFolder", "open_folder"]


@dataclass(frozen=True, slots=True)
class StudyFolder:
    """A study folder.

    Parameters
    ----------
    path : Path
        The folder that holds ``study.toml``.
    data_path : Path or None
        Where the data lie if not in ``data``.
    """

    path: Path
    data_path: Path | None = None

    @property
    def definition(self) -> Path:
        """The definition of the study."""
        return self.path / "study.toml"

    @property
    def data(self) -> Path:
        """The participants' data."""
        return self.data_path or self.path / "data"

    @property
    def results(self) -> Path:
        """What runs write."""
        return self.path / "results"

    @property
    def report(self) -> Path:
        """What the report writes."""
        return self.path / "report"

    @property
    def lock(self) -> Path:
        """The lock of the plan."""
        return self.path / "plan.lock"


def open_folder(path: Path, data: Path | None = None) -> StudyFolder:
    """Open a study folder.

    Raises
    ------
    InputError
        If there is no ``study.toml``.
    """
    folder = StudyFolder(path, data)
    if folder.definition.is_dir():
        message, remedy = "study.toml is a folder", "expected a text file; rename the folder"
        raise InputError([Problem(str(path), 0, "", message, remedy)])
    if not folder.definition.is_file():
        remedy = f"make a study with: tubulus study new {quote(str(path))}"
        raise InputError([Problem(str(path), 0, "", "the folder holds no study.toml", remedy)])
    return folder
