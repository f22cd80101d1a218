"""The ``[[sources]]`` of a study: which file, how it is written, and what its columns mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from tubulus.core.errors import Problem
from tubulus.core.identifiers import suggest_name
from tubulus.core.units import UNITS
from tubulus.study.definition.forms import Form
from tubulus.study.definition.section import Identifier, Section, parse_section
from tubulus.study.definition.study import Study

__all__ = ["OWN_SECTIONS", "Column", "Source", "collect_sources"]

OWN_SECTIONS = ("sources",)


class Column(Section):
    """What one column of a file means.

    ``codes`` translates what the file says into the codes of the item; ``missing`` adds codes for
    missing values of this column alone.
    """

    item: Identifier
    unit: str = ""
    codes: dict[str, str] = Field(default_factory=dict)
    missing: tuple[str, ...] = ()
    date_format: str = Field(default="", description="As strptime, for instance %d.%m.%Y.")

    @model_validator(mode="after")
    def _know_unit(self) -> Self:
        if self.unit and self.unit not in UNITS:
            raise ValueError(f"unknown unit '{self.unit}'; {suggest_name(self.unit, UNITS)}")
        return self


class Source(Section):
    """One ``[[sources]]`` table: a delimited text file that fills one form."""

    file: str
    form: Identifier
    participant: str = Field(description="Column that identifies the participant.")
    visit: Identifier | None = Field(default=None, description="Visit of every row.")
    visit_column: str = Field(default="", description="Column that tells the visit.")
    visits: dict[str, Identifier] = Field(
        default_factory=dict, description="What the visit column says, to the visit's identifier."
    )
    separator: Literal[",", ";", "\t", "|"] | None = None
    decimal: Literal[".", ","] = "."
    encoding: str = "utf-8-sig"
    missing: tuple[str, ...] = Field(
        default=(), description="Texts that mean missing, whatever their case."
    )
    columns: dict[str, Column]
    constants: dict[Identifier, str] = Field(
        default_factory=dict, description="Items that have one value on every row."
    )
    ignore: tuple[str, ...] | Literal["others"] = Field(
        default=(), description="Columns that are left out; 'others' for all that are not mapped."
    )

    @model_validator(mode="after")
    def _know_visit(self) -> Self:
        if self.visit and self.visit_column:
            raise ValueError("give either visit or visit_column")
        if self.decimal == "," and self.separator == ",":
            raise ValueError("comma cannot separate both columns and decimals")
        return self


def collect_sources(study: Study) -> tuple[tuple[Source, ...], list[Problem]]:
    """Read the sources of a study and return them with every problem."""
    problems: list[Problem] = []
    entries = study.source.data.get("sources", [])
    if not isinstance(entries, list):
        remedy = "write [[sources]]"
        return (), [study.source.make_problem(("sources",), "expected a list", remedy)]
    sources = []
    for position, entry in enumerate(entries):
        source = parse_section(Source, study.source, ("sources", position), entry, problems)
        if source is not None:
            problems.extend(_check_names(study, position, source))
            sources.append(source)
    if not problems:
        problems.extend(_check_overlaps(study, sources))
    return tuple(sources), problems


def _check_names(study: Study, position: int, source: Source) -> Iterator[Problem]:
    path = ("sources", position)
    form = study.find_form(source.form)
    visits = [visit.id for visit in study.visits]
    for name in filter(None, (source.visit, *source.visits.values())):
        if name not in visits:
            message = f"there is no visit '{name}'"
            yield study.source.make_problem((*path, "visit"), message, suggest_name(name, visits))
    if form is None:
        known = [f.id for f in study.forms]
        message = f"there is no form '{source.form}'"
        remedy = suggest_name(source.form, known)
        yield study.source.make_problem((*path, "form"), message, remedy)
        return
    yield from _check_items(study, position, source, form)
    if len(form.visits) > 1 and not (source.visit or source.visit_column):
        message = "the form belongs to several visits"
        remedy = "name the visit, or the column that tells it"
        yield study.source.make_problem((*path, "visit"), message, remedy)


def _check_items(study: Study, position: int, source: Source, form: Form) -> Iterator[Problem]:
    items = [item.id for item in form.items]
    named = [(("columns", column), c.item) for column, c in source.columns.items()]
    named += [(("constants", item), item) for item in source.constants]
    for place, name in named:
        if name not in items:
            yield study.source.make_problem(
                ("sources", position, *place),
                f"the form '{form.id}' has no item '{name}'",
                suggest_name(name, items),
            )


def _check_overlaps(study: Study, sources: list[Source]) -> Iterator[Problem]:
    """Yield a problem where two sources fill the same item of the same visit."""
    filled: dict[tuple[str, str, str], int] = {}
    for position, source in enumerate(sources):
        items = [column.item for column in source.columns.values()]
        for item in [*items, *source.constants]:
            key = (source.form, source.visit or source.visit_column, item)
            if key in filled:
                yield study.source.make_problem(
                    ("sources", position),
                    f"the item '{source.form}.{item}' is filled twice",
                    "map it once",
                )
            filled[key] = position
