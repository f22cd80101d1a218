"""Records of docked pairs: one file a finished chunk, written whole, found again by its content."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Collection, Iterator
from pathlib import Path

import polars as pl

from tubulus.core.files import write_bytes
from tubulus.dock.campaign.outcomes import PairOutcome
from tubulus.dock.campaign.records import restore_outcomes, tabulate_outcomes

__all__ = ["DockRecords"]


class DockRecords:
    """Outcomes of pairs, kept under what they depend on rather than under a run.

    A file is named after the hash of its bytes, so that one that is half written or damaged does
    not count. A pair is found by its key, whichever campaign docked it.

    Parameters
    ----------
    folder : Path
        Where the files lie; made at need.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, keys: Collection[str]) -> dict[str, PairOutcome]:
        """Return what is kept of some pairs, by key; of several outcomes one that did not fail."""
        wanted = frozenset(keys)
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

        Returns
        -------
        int
            Files that were removed.
        """
        wanted = frozenset(keys)
        needed = {
            path
            for path, outcomes in self._read_files()
            if any(outcome.key in wanted for outcome in outcomes)
        }
        # a hidden file is what an interrupted write left
        removed = [p for p in self.folder.glob("*") if p not in needed and p.is_file()]
        for path in removed:
            path.unlink(missing_ok=True)
        return len(removed)

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
