"""The ``[[sources]]`` of a study: read, and every name, unit and code in them checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tubulus.core.errors import Problem
from tubulus.core.files import leaves_folder
from tubulus.core.identifiers import suggest_name
from tubulus.core.units import UnitError, convert
from tubulus.exchange.source import Column, Source
from tubulus.study.definition.forms import Form, Item
from tubulus.study.definition.section import parse_section
from tubulus.study.definition.study import Study
from tubulus.study.records.parsing import NOT_APPLICABLE, NOT_QUANTIFIABLE

__all__ = ["OWN_SECTIONS", "Column", "Source", "collect_sources"]

OWN_SECTIONS = ("sources",)

Place = tuple[str | int, ...]


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
            problems.extend(_check_source(study, ("sources", position), source))
            sources.append(source)
    return tuple(sources), problems


def _check_source(study: Study, path: Place, source: Source) -> Iterator[Problem]:
    if leaves_folder(source.file):
        message = "the file lies outside the folder of the data"
        remedy = "write a path inside of it; another folder is named with --data"
        yield study.source.make_problem((*path, "file"), message, remedy)
    # what is declared and could not be read is reported itself
    visits = study.list_declared("visits")
    for name in filter(None, (source.visit, *source.visits.values())):
        if name not in visits:
            message = f"there is no visit '{name}'"
            yield study.source.make_problem((*path, "visit"), message, suggest_name(name, visits))
    form = study.find_form(source.form)
    known = study.list_declared("forms")
    if form is None:
        if source.form not in known:
            message = f"there is no form '{source.form}'"
            remedy = suggest_name(source.form, known)
            yield study.source.make_problem((*path, "form"), message, remedy)
        return
    if len(form.visits) > 1 and not (source.visit or source.visit_column):
        message = "the form belongs to several visits"
        remedy = "name the visit, or the column that tells it"
        yield study.source.make_problem((*path, "visit"), message, remedy)
    yield from _check_items(study, path, source, form)


def _check_items(study: Study, path: Place, source: Source, form: Form) -> Iterator[Problem]:
    items = [item.id for item in form.items]
    named: list[tuple[Place, str, Column | None]] = [
        ((*path, "columns", name), column.item, column) for name, column in source.columns.items()
    ]
    named += [((*path, "constants", name), name, None) for name in source.constants]
    filled = Counter(name for _, name, _ in named)
    for place, name, column in named:
        item = form.find_item(name)
        if item is None:
            message = f"the form '{form.id}' has no item '{name}'"
            yield study.source.make_problem(place, message, suggest_name(name, items))
            continue
        for message, remedy in _judge(item, column, filled[name]):
            yield study.source.make_problem(place, message, remedy)


def _judge(item: Item, column: Column | None, filled: int) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with filling an item from a column or a constant, and the remedy."""
    if filled > 1:
        yield f"the item '{item.id}' is filled twice", "map it once"
    if item.derive:
        yield f"the item '{item.id}' is computed, not entered", "leave the column out"
    if column is None:
        return
    if column.unit and not _is_convertible(item, column.unit):
        own = f"from '{column.unit}' to '{item.unit}'" if item.unit else "it has no unit"
        yield f"'{item.id}' cannot be converted: {own}", "correct the unit of the column or item"
    if column.date_format and item.kind != "date":
        yield f"'{item.id}' is not a date", "remove date_format"
    for code in column.codes.values():
        states = {"", NOT_APPLICABLE, NOT_QUANTIFIABLE}
        if item.kind == "code" and code not in {*item.codes, *states}:
            yield f"'{code}' is no code of '{item.id}'", suggest_name(code, item.codes)


def _is_convertible(item: Item, unit: str) -> bool:
    if not item.unit:
        return False
    try:
        # any factor will do: whether the laboratory declares one is seen where a value is read
        convert(1.0, unit, item.unit, analyte=item.analyte or item.id, activity_factor=1.0)
    except UnitError:
        return False
    return True
