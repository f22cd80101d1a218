"""Records of docked pairs: one file a finished chunk, written whole, found again by its content."""

from __future__ import annotations

import hashlib
import io
import json
import os
import time
import uuid
import weakref
from collections.abc import Collection, Iterator
from pathlib import Path

import polars as pl

from tubulus.core.files import write_bytes, write_text
from tubulus.dock.campaign.outcomes import PairOutcome
from tubulus.dock.campaign.records import restore_outcomes, tabulate_outcomes

__all__ = ["DockRecords"]

_HOUR = 3_600.0
_WRITING_SECONDS = _HOUR
"""A hidden file younger than this may be one that another campaign is writing."""
_RUNNING_SECONDS = 24 * _HOUR
"""A campaign that kept no chunk for so long is taken for ended, whatever its file of use says."""
_USES = ".in-use-*.json"


class DockRecords:
    """Outcomes of pairs, kept under what they depend on rather than under a run.

    A file is named after the hash of its bytes, so that one that is half written or damaged does
    not count. A pair is found by its key, whichever campaign docked it.

    From its first look at them on, a campaign says in a hidden file which pairs it uses, so that
    another one that prunes spares them. The file goes with this object. One that a killed process
    left counts for a day after its last chunk, and blocks nothing after.

    Parameters
    ----------
    folder : Path
        Where the files lie; made at need.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._use = folder / _USES.replace("*", uuid.uuid4().hex)
        self._used: set[str] = set()
        self._told: frozenset[str] = frozenset()
        weakref.finalize(self, _release, self._use, os.getpid())

    def read(self, keys: Collection[str]) -> dict[str, PairOutcome]:
        """Return what is kept of some pairs, by key; of several outcomes one that did not fail."""
        wanted = frozenset(keys)
        self._used |= wanted
        if self.folder.is_dir():
            # told before they are read: what is pruned in between is not found, and docked again
            self._tell_use()
        found: dict[str, PairOutcome] = {}
        for _, outcomes in self._read_files():
            for outcome in outcomes:
                if outcome.key in wanted and (
                    outcome.key not in found or found[outcome.key].reason
                ):
                    found[outcome.key] = outcome
        return found

    def keep(self, outcomes: Collection[PairOutcome]) -> None:
        """Keep the outcomes of a chunk; once this returns, no interruption loses them."""
        self._used.update(outcome.key for outcome in outcomes)
        self._tell_use()
        buffer = io.BytesIO()
        table = tabulate_outcomes(outcomes)
        table.write_parquet(buffer, compression="zstd", statistics=False)
        content = buffer.getvalue()
        write_bytes(self.folder / f"{_name(content)}.parquet", content)

    def forget(self, keys: Collection[str]) -> None:
        """Forget some pairs; others that stand in the same files are kept in files of their own."""
        wanted = frozenset(keys)
        # listed first: what is kept anew must not be read again
        for path, outcomes in list(self._read_files()):
            left = [outcome for outcome in outcomes if outcome.key not in wanted]
            if len(left) == len(outcomes):
                continue
            if left:
                self.keep(left)
            path.unlink(missing_ok=True)

    def prune(self, keys: Collection[str]) -> int:
        """Remove every file that holds none of some pairs, and what an interruption left.

        Pairs that another campaign uses while it runs in the same study are spared, and so are
        hidden files younger than an hour: somebody may be writing them.

        Returns
        -------
        int
            Files that were removed.
        """
        # listed before the uses are read: whoever adds a file has told of its use before
        listed = [path for path in self.folder.glob("*") if path.is_file()]
        wanted = frozenset(keys).union(*self._read_uses())
        needed = {
            path
            for path, outcomes in self._read_files()
            if any(outcome.key in wanted for outcome in outcomes)
        }
        removed = [path for path in listed if path not in needed and not self._is_recent(path)]
        for path in removed:
            path.unlink(missing_ok=True)
        return len(removed)

    def _tell_use(self) -> None:
        """Say which pairs are in use, and that this is so now."""
        if self._told >= self._used and self._use.is_file():
            os.utime(self._use)
            return
        write_text(self._use, json.dumps(sorted(self._used)))
        self._told = frozenset(self._used)

    def _read_uses(self) -> Iterator[frozenset[str]]:
        """Read the pairs that each other campaign uses that is still at work."""
        for path in self.folder.glob(_USES):
            if path == self._use or not self._is_recent(path):
                continue
            try:
                yield frozenset(json.loads(path.read_text("utf-8")))
            except (OSError, ValueError):
                # it has just ended, or the disk failed
                continue

    def _is_recent(self, path: Path) -> bool:
        """Tell whether a hidden file may be one that somebody is at work with."""
        if not path.name.startswith("."):
            return False
        limit = _RUNNING_SECONDS if path.match(_USES) else _WRITING_SECONDS
        try:
            return time.time() - path.stat().st_mtime < limit
        except FileNotFoundError:
            return False

    def _read_files(self) -> Iterator[tuple[Path, tuple[PairOutcome, ...]]]:
        """Read every whole file, in the order of their names."""
        for path in sorted(self.folder.glob("*.parquet")):
            try:
                content = path.read_bytes()
            except OSError:
                continue
            if _name(content) != path.stem:
                continue
            try:
                yield path, restore_outcomes(pl.read_parquet(io.BytesIO(content)))
            except (pl.exceptions.PolarsError, ValueError):
                # of another version of the records
                continue


def _name(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:40]


def _release(use: Path, process: int) -> None:
    # a forked process has a copy of the object, and the use is not its own to end
    if os.getpid() == process:
        use.unlink(missing_ok=True)
