"""One ``[[sources]]`` table: which file, how it is written, and what its columns mean."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from tubulus.core.identifiers import suggest_name
from tubulus.core.units import UNITS
from tubulus.study.definition.section import Identifier, Section

__all__ = ["Column", "Source"]


class Column(Section):
    """What one column of a file means.

    A text of the file and a key here are the same whatever their case.
    """

    item: Identifier = Field(description="Item of the form that the column fills.")
    unit: str = Field(default="", description="Unit of the column; the item's own if not given.")
    codes: dict[str, str] = Field(
        default_factory=dict, description="What the file says, to how Tubulus writes it."
    )
    missing: tuple[str, ...] = Field(
        default=(), description="Further texts that mean missing in this column alone."
    )
    date_format: str = Field(default="", description="As strptime, for instance %d.%m.%Y.")

    @model_validator(mode="after")
    def _know_unit(self) -> Self:
        if self.unit and self.unit not in UNITS:
            raise ValueError(f"unknown unit '{self.unit}'; {suggest_name(self.unit, UNITS)}")
        _refuse_twins(self.codes, "codes")
        return self

    def translate(self, text: str) -> str | None:
        """Return what ``codes`` says of a text, or None where it says nothing."""
        return _look_up(self.codes, text)

    def is_missing(self, text: str) -> bool:
        """Tell whether a text means missing in this column."""
        return _contains(self.missing, text)


class Source(Section):
    """One ``[[sources]]`` table: a delimited text file that fills one form."""

    file: str = Field(description="Its name in the folder of the data.")
    form: Identifier = Field(description="Form that its rows fill.")
    participant: str = Field(description="Column that identifies the participant.")
    visit: Identifier | None = Field(default=None, description="Visit of every row.")
    visit_column: str = Field(default="", description="Column that tells the visit.")
    visits: dict[str, Identifier] = Field(
        default_factory=dict, description="What the visit column says, to the visit's identifier."
    )
    separator: Literal[",", ";", "\t", "|"] | None = Field(
        default=None, description="Mark between columns; found in the header if not given."
    )
    decimal: Literal[".", ","] = Field(default=".", description="Mark before decimals.")
    encoding: str = Field(default="utf-8", description="For instance utf-8, cp1252, latin-1.")
    missing: tuple[str, ...] = Field(
        default=(), description="Texts that mean missing, whatever their case."
    )
    columns: dict[str, Column] = Field(
        description="Header of a column, to its meaning; a header that stands again ends in #2."
    )
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
        _refuse_twins(self.visits, "visits")
        self._know_encoding()
        return self

    def _know_encoding(self) -> None:
        try:
            "a".encode(self.encoding)
        except LookupError:
            message = f"unknown encoding '{self.encoding}'; for instance utf-8, cp1252, latin-1"
            raise ValueError(message) from None

    @property
    def codec(self) -> str:
        """Name of the encoding to decode with; UTF-8 with or without byte order mark."""
        name = codecs.lookup(self.encoding).name
        return "utf-8-sig" if name == "utf-8" else name

    def translate_visit(self, text: str) -> str | None:
        """Return the visit that a text of the visit column means, or None where it is unknown."""
        return _look_up(self.visits, text) if self.visits else text

    def is_missing(self, text: str) -> bool:
        """Tell whether a text means missing anywhere in the file."""
        return _contains(self.missing, text)


def _look_up(table: Mapping[str, str], text: str) -> str | None:
    return {key.casefold(): value for key, value in table.items()}.get(text.casefold())


def _contains(texts: Iterable[str], text: str) -> bool:
    return text.casefold() in {entry.casefold() for entry in texts}


def _refuse_twins(table: Mapping[str, str], name: str) -> None:
    if len({key.casefold() for key in table}) < len(table):
        raise ValueError(f"two keys of {name} differ in their case alone; keep one")
