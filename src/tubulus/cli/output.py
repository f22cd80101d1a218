"""What commands print: progress on stderr, results on stdout, tables that fit the terminal."""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import click
from rich.console import Console
from rich.table import Table

__all__ = [
    "TerminalProgress",
    "format_number",
    "measure_width",
    "print_json",
    "print_notes",
    "print_table",
    "warn_synthetic",
]


_SECONDS_BETWEEN_LINES = 15.0
"""How often a log is told where long work is."""
_SECONDS_WORTH_TELLING = 5.0


class TerminalProgress:
    """Progress on stderr: a line a step; where it is a terminal, a counter and the time left."""

    def __init__(self) -> None:
        self._step, self._total, self._done, self._started = "", 0, 0, 0.0
        self._said = 0.0
        self._first: tuple[float, int] | None = None
        self._live = sys.stderr.isatty()

    def start(self, step: str, total: int | None = None) -> None:
        """Announce a step."""
        self._step, self._total, self._done = step, total or 0, 0
        self._started = self._said = time.monotonic()
        self._first = None
        self._show()

    def advance(self, units: int = 1) -> None:
        """Count units of the step."""
        self._done += units
        if self._first is None:
            # what was kept from before comes at once and says nothing of the pace
            self._first = time.monotonic(), self._done
        self._show()

    def finish(self, note: str = "") -> None:
        """Say that the step is done and how long it took."""
        seconds = time.monotonic() - self._started
        text = f"{self._step}: done in {seconds:.1f} s" + (f", {note}" if note else "")
        click.echo(("\r\033[K" if self._live else "") + text, err=True)

    def _show(self) -> None:
        if not self._total:
            return
        text = f"{self._step}: {self._done}/{self._total}{self._tell_time_left()}"
        now = time.monotonic()
        if self._live:
            click.echo(f"\r\033[K{text}", nl=False, err=True)
        elif now - self._said >= _SECONDS_BETWEEN_LINES:
            self._said = now
            click.echo(text, err=True)

    def _tell_time_left(self) -> str:
        """Tell how long the rest will take at the pace since the first unit."""
        if self._first is None or self._done <= self._first[1]:
            return ""
        pace = (time.monotonic() - self._first[0]) / (self._done - self._first[1])
        seconds = pace * (self._total - self._done)
        if seconds < _SECONDS_WORTH_TELLING:
            return ""
        left = f"{seconds / 60.0:.0f} min" if seconds > 90.0 else f"{seconds:.0f} s"
        return f", about {left} left"


def print_json(content: Any) -> None:
    """Print plain data as JSON on stdout; what has no number is null."""
    click.echo(json.dumps(_clean(content), indent=1, ensure_ascii=False, default=str))


def _clean(content: Any) -> Any:
    if isinstance(content, float) and not math.isfinite(content):
        return None
    if isinstance(content, dict):
        return {key: _clean(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_clean(value) for value in content]
    return content


def format_number(value: float | None) -> str:
    """Write a number with four significant digits; a dash where there is none."""
    return "-" if value is None else f"{value:.4g}"


def measure_width() -> int:
    """Measure the columns of the terminal; a wide page where stdout is none."""
    return Console().width if sys.stdout.isatty() else 200


def print_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    title: str = "",
    *,
    whole: Collection[str] = (),
) -> None:
    """Print a table on stdout, as wide as its content where stdout is no terminal.

    Parameters
    ----------
    columns : sequence of str
        Headings.
    rows : iterable of sequence
        Cells; None is an empty cell.
    title : str
        Stands above the table.
    whole : collection of str
        Columns whose cells are not broken across lines: keys that a reader copies.
    """
    table = Table(title=title or None, title_justify="left", header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column in whole)
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    Console(width=measure_width(), highlight=False, markup=False).print(table)


def print_notes(screen: Mapping[str, Any], *, err: bool = False) -> None:
    """Print what the screen made of the cargo and of the files of evidence, a line a sentence."""
    for label, key in (("Cargo", "cargo_notes"), ("Evidence", "evidence_notes")):
        for sentence in screen.get(key, ()):
            click.echo(f"{label}: {sentence}", err=err)


def warn_synthetic(*, synthetic: bool) -> None:
    """Say on stderr that the participants are simulated."""
    if synthetic:
        click.echo("SYNTHETIC DATA: the participants of this study are simulated.", err=True)
