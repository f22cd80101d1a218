"""Rows of the data files as a person would enter them: every cell a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from numpy.random import Generator

from tubulus.study.definition.study import Study
from tubulus.study.simulation.men import SimulatedMan
from tubulus.study.simulation.settings import SimulationSettings

__all__ = ["Cell", "Context", "Row", "make_row", "render_number"]

Cell = str | int | float | bool | date | None
Row = dict[str, str]


@dataclass(frozen=True)
class Context:
    """What the writer of a form's rows needs beside the man."""

    study: Study
    settings: SimulationSettings
    rng: Generator

    def happens(self, share: float) -> bool:
        """Draw whether something of a given chance happens."""
        return bool(self.rng.random() < share)

    def choose(self, *names: str) -> str:
        """Draw one of several names with equal chance."""
        return names[int(self.rng.integers(len(names)))]


def make_row(man: SimulatedMan, visit: str = "", **cells: Cell) -> Row:
    """Make a row of texts; None becomes an empty cell."""
    return {
        "participant": man.id,
        "visit": visit,
        **{name: _render(cell) for name, cell in cells.items()},
    }


def _render(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return render_number(cell)
    return str(cell)


def render_number(value: float, decimals: int | None = None) -> str:
    """Write a number as laboratories print it: none, one or two decimals by its size."""
    if decimals is None:
        decimals = 0 if abs(value) >= 100 else 1 if abs(value) >= 1 else 2
    return f"{value:.{decimals}f}"
