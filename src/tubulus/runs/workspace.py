"""An opened study: its folder, its whole definition and, when asked for, its snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from tubulus.core.errors import StudyError
from tubulus.core.files import compute_file_hash
from tubulus.exchange.tables import read_sources
from tubulus.runs.folder import StudyFolder, open_folder
from tubulus.runs.whole_study import WholeStudy, read_whole_study
from tubulus.study.derivations.items import derive_items
from tubulus.study.records.reading import read_records
from tubulus.study.snapshot import Snapshot, make_snapshot

__all__ = ["Workspace", "open_workspace"]


@dataclass(frozen=True)
class Workspace:
    """A study folder with its definition; the data are read at first use."""

    folder: StudyFolder
    whole: WholeStudy

    @cached_property
    def snapshot(self) -> Snapshot:
        """Freeze the data as they are now."""
        study = self.whole.study
        if self.whole.sources:
            place = self.folder.data_path or self.folder.path
            records = read_sources(study, self.whole.sources, place)
        else:
            records = read_records(study, self.folder.data)
        return make_snapshot(study, derive_items(study, records))

    @property
    def has_data(self) -> bool:
        """Whether any data of participants are there; a table that the screen names is none."""
        if self.whole.sources:
            # a folder that was named is read, and the reading says what it lacks
            if self.folder.data_path is not None:
                return True
            place = self.folder.path
            return any((place / source.file).is_file() for source in self.whole.sources)
        named = {self.folder.path / name for name in self._list_named_files()}
        return any(_has_rows(p) for p in self.folder.data.glob("*.csv") if p not in named)

    @property
    def has_participants(self) -> bool:
        """Whether participants are declared, or data of participants are there or named."""
        named = self.folder.data_path is not None
        return self.whole.has_participants or named or self.has_data

    @property
    def records(self) -> pl.DataFrame:
        """The long table of records."""
        return self.snapshot.records

    @cached_property
    def screen_hashes(self) -> dict[str, str]:
        """Hash each file of the screen that is there, by its name and its key."""
        screen, place = self.whole.screen, self.folder.path
        if screen is None:
            return {}
        # read here, for what stands behind it takes as long to import as all the rest
        from tubulus.screen.inputs.files import list_screen_files  # noqa: PLC0415

        listed = list_screen_files(screen, place)
        return {
            f"{name} ({'.'.join(str(part) for part in key)})": compute_file_hash(place / name)
            for key, name in listed
            if (place / name).is_file()
        }

    @property
    def has_screen_results(self) -> bool:
        """Whether the screen has been run."""
        return (self.folder.results / "screen").is_dir()

    @property
    def has_dock_results(self) -> bool:
        """Whether docking has been run."""
        return (self.folder.results / "dock").is_dir()

    def hash_inputs(self) -> dict[str, str]:
        """Hash each data file by its content."""
        if self.whole.sources:
            place = self.folder.data_path or self.folder.path
            paths = [place / source.file for source in self.whole.sources]
        else:
            paths = sorted(self.folder.data.glob("*.csv"))
        paths += [self.folder.path / name for name in self._list_named_files()]
        return {self._name_input(p): compute_file_hash(p) for p in paths if p.is_file()}

    def require_content(self) -> None:
        """Require that there is something to run.

        Raises
        ------
        StudyError
            If neither participants nor a screen nor docking are declared.
        """
        whole = self.whole
        if not self.has_participants and whole.screen is None and whole.dock is None:
            raise StudyError(
                f"{self.folder.definition} declares neither participants nor a screen, so that "
                "there is nothing to run; add [[forms]] for what is asked of participants, "
                "[screen] for vesicle cargo (it may be empty), or [dock] for structures"
            )

    def _list_named_files(self) -> list[str]:
        """List the files that the sections on cargo and structures name."""
        screen, dock = self.whole.screen, self.whole.dock
        named = [name for _, name in screen.list_names()] if screen else []
        return [*named, *(name for _, name in dock.list_names())] if dock else named

    def _name_input(self, path: Path) -> str:
        """Name a file by its path in the study folder, or by its own name outside of it."""
        try:
            return path.relative_to(self.folder.path).as_posix()
        except ValueError:
            return path.name


def _has_rows(path: Path) -> bool:
    """Tell whether a table has more than its header; one that cannot be read is seen as data."""
    lines = path.read_bytes().splitlines() if path.is_file() else []
    return len([line for line in lines if line.strip()]) != 1


def open_workspace(path: Path, data: Path | None = None) -> Workspace:
    """Open a study folder and read its definition.

    Raises
    ------
    InputError
        With every problem of the definition.
    """
    folder = open_folder(path, data)
    return Workspace(folder, read_whole_study(folder))
