"""Samples of a table of proteins: which of them are the cargo, and who has a quantity in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from tubulus.core.errors import InputError, Problem
from tubulus.screen.cargo.proteins import CargoOptions
from tubulus.screen.cargo.quantities import summarise_runs
from tubulus.screen.cargo.raw_table import RawTable, fail_file

__all__ = [
    "SampleColumn",
    "SampleReading",
    "choose_samples",
    "make_reading",
    "read_samples",
    "refuse_samples",
]

_SHOWN = 12
_MIXED = re.compile(r"lysate|wcl|input|whole|(?<![a-z])cells?(?![a-z])")
_SEPARATORS = re.compile(r"[\s._]")


@dataclass(frozen=True, slots=True)
class SampleColumn:
    """A column with the quantities of a sample.

    Parameters
    ----------
    column : str
        Its heading.
    sample : str
        The heading without what the program puts before or behind the sample.
    """

    column: str
    sample: str


@dataclass(frozen=True, slots=True)
class SampleReading:
    """Quantities of the rows of a table in the samples that were chosen.

    Parameters
    ----------
    means : tuple of float or None
        Mean over the chosen samples in which a row has a quantity; None where it has none.
    runs : tuple of int or None
        Chosen samples in which a row has a quantity; None where the table has no quantities.
    used, others : tuple of str
        Samples that were chosen, and those that were not. Both are empty where the table has one
        quantity for all samples together.
    needed : int
        Samples that a row needs; 0 where the table tells no samples apart.
    is_chosen : bool
        Whether the user named the samples.
    """

    means: tuple[float | None, ...]
    runs: tuple[int | None, ...]
    used: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    needed: int = 0
    is_chosen: bool = False

    def judge(self, row: int) -> str | None:
        """Return why a row has a quantity in too few samples, or None where it has enough."""
        found = self.runs[row]
        if found is None or found >= self.needed:
            return None
        return (
            f"has a quantity in {found} of the {len(self.used)} samples used, {self.needed} needed"
        )

    def describe(self, n_left_out: int) -> tuple[str, ...]:
        """Name the samples that were used, and say how many rows have too little in them."""
        if not self.used:
            return ()
        of = f"{len(self.used)} of {len(self.used) + len(self.others)} samples"
        none = sum(count == 0 for count in self.runs)
        needs = f"a group needs one in {self.needed}" if self.needed else "no group needs one"
        used = (
            f"Quantities are those of {of}: {_list(self.used)}; {none} protein groups have none in"
            f" them ({needs}; {n_left_out} were set aside for it)."
        )
        notes = [used]
        mixed = [name for name in self.used if _MIXED.search(name.casefold())]
        if mixed and not self.is_chosen:
            notes.append(
                f"Some samples may not be vesicles ({_list(mixed)}), and their proteins count as"
                " cargo: name the samples of vesicles in cargo_samples of [screen]."
            )
        return tuple(notes)


def choose_samples(
    file: str, names: Sequence[str], options: CargoOptions
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the samples that the settings name, and the others; all where none is named.

    Raises
    ------
    InputError
        If a name or pattern fits no sample, or more samples are needed than there are.
    """
    if not names:
        refuse_samples(file, options)
        return (), ()
    problems = [
        Problem(
            file, 0, "", f"has no sample {wanted!r}",
            f"cargo_samples in [screen] takes names or patterns of {_list(names)}",
        )
        for wanted in options.samples
        if not any(_fits(name, wanted) for name in names)
    ]  # fmt: skip
    if problems:
        raise InputError(problems)
    used = tuple(
        name
        for name in dict.fromkeys(names)
        if not options.samples or any(_fits(name, wanted) for wanted in options.samples)
    )
    if len(used) < options.min_samples:
        message = f"has {len(used)} samples of cargo where cargo_min_samples is"
        remedy = "lower cargo_min_samples in [screen], or name more samples in cargo_samples"
        raise fail_file(file, f"{message} {options.min_samples}", remedy)
    return used, tuple(name for name in dict.fromkeys(names) if name not in used)


def refuse_samples(file: str, options: CargoOptions) -> None:
    """Refuse settings on samples where a file has none.

    Raises
    ------
    InputError
        If samples are named, or more than one is needed.
    """
    key = "cargo_samples" if options.samples else "cargo_min_samples"
    if options.samples or options.min_samples > 1:
        message = "has no columns that tell the samples apart"
        raise fail_file(file, message, f"take {key} out of [screen], or give a table with samples")


def read_samples(
    table: RawTable, found: Sequence[SampleColumn], total: str | None, options: CargoOptions
) -> SampleReading:
    """Read the mean quantity of each row over the chosen samples.

    Parameters
    ----------
    table : RawTable
        With the columns.
    found : sequence of SampleColumn
        Columns of the samples.
    total : str, optional
        Column of all samples together, which is taken where there are none apart.
    options : CargoOptions
        Samples that are the cargo, and how many of them a row needs.

    Raises
    ------
    InputError
        As :func:`choose_samples` does.
    """
    chosen = choose_samples(table.name, [column.sample for column in found], options)
    columns = [column.column for column in found if column.sample in chosen[0]]
    means, runs = summarise_runs(table, columns or ([total] if total else []))
    return make_reading(means, runs, chosen, options)


def make_reading(
    means: Sequence[float | None],
    runs: Sequence[int | None],
    chosen: tuple[tuple[str, ...], tuple[str, ...]],
    options: CargoOptions,
) -> SampleReading:
    """Put quantities together with the samples that :func:`choose_samples` chose."""
    used, others = chosen
    needed = options.min_samples if used else 0
    return SampleReading(
        tuple(means), tuple(runs), used, others, needed, is_chosen=bool(options.samples)
    )


def _fits(name: str, wanted: str) -> bool:
    """Hold a sample against a name or pattern; case and separators do not matter."""
    name, wanted = (_SEPARATORS.sub(" ", text.casefold()) for text in (name, wanted))
    return name == wanted or fnmatchcase(name, wanted)


def _list(names: Sequence[str]) -> str:
    rest = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {rest} more" if rest > 0 else "")
