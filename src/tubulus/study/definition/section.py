"""What the models of all sections of ``study.toml`` share: frozen, strict, with their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tubulus.core.errors import Problem
from tubulus.core.identifiers import IDENTIFIER_PATTERN, suggest_name
from tubulus.study.definition.refusals import explain_value
from tubulus.study.definition.toml_lines import TomlPath
from tubulus.study.definition.toml_places import PlacedTable, render_path

__all__ = ["Identifier", "Section", "parse_section", "report_duplicates"]

Identifier = Annotated[str, Field(pattern=IDENTIFIER_PATTERN)]
"""The short name of a part of a study."""


class Section(BaseModel):
    """A frozen table of ``study.toml`` that refuses unknown keys."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, validate_default=True, allow_inf_nan=False
    )
    further_keys: ClassVar[tuple[str, ...]] = ()
    """Keys that the file may have and that are resolved before the model is made."""


SectionType = TypeVar("SectionType", bound=BaseModel)


def parse_section(
    model: type[SectionType],
    table: PlacedTable,
    path: Sequence[str | int],
    data: Any,
    problems: list[Problem],
    *,
    moved: Mapping[TomlPath, TomlPath] = MappingProxyType({}),
) -> SectionType | None:
    """Read one table into its model; put every problem on the list and return None if any.

    Parameters
    ----------
    model : type
        The model of the section.
    table : PlacedTable
        The file the section comes from, for the places.
    path : sequence of str or int
        Where the section stands in the file.
    data : any
        What stands there.
    problems : list of Problem
        Receives what is wrong.
    moved : mapping of path to path
        Where parts of the data stand in the file, if not at their own path.
    """
    try:
        return model.model_validate(_freeze_lists(data))
    except ValidationError as error:
        found = [detail for detail in error.errors() if not _follows(detail, error)]
        problems.extend(_explain(model, table, path, moved, detail) for detail in found)
        return None


def _freeze_lists(data: Any) -> Any:
    """Turn TOML's lists into the tuples that frozen models hold."""
    if isinstance(data, list):
        return tuple(_freeze_lists(entry) for entry in data)
    if isinstance(data, dict):
        return {key: _freeze_lists(entry) for key, entry in data.items()}
    return data


def _follows(detail: Any, error: ValidationError) -> bool:
    """Tell whether a list is short only because entries of it were refused themselves."""
    loc = detail["loc"]
    inside = (d["loc"] for d in error.errors() if len(d["loc"]) > len(loc))
    return detail["type"] == "too_short" and any(deeper[: len(loc)] == loc for deeper in inside)


def _explain(
    model: type[BaseModel],
    table: PlacedTable,
    path: Sequence[str | int],
    moved: Mapping[TomlPath, TomlPath],
    detail: Any,
) -> Problem:
    # pydantic names the branch of a union in the location; a path of the file has only the
    # parts that exist in it
    place: TomlPath = (*path, *(part for part in detail["loc"] if not _is_branch(part)))
    for length in range(len(place), 0, -1):
        if place[:length] in moved:
            place = (*moved[place[:length]], *place[length:])
            break
    kind = detail["type"]
    if kind == "extra_forbidden":
        name = str(detail["loc"][-1])
        elsewhere = _find_section(model, path, name)
        if elsewhere:
            remedy = f"write it into [{elsewhere}]"
        else:
            remedy = suggest_name(name, _list_keys(model, detail["loc"][:-1]))
        return table.make_problem(place, f"unknown key '{name}'", remedy)
    if kind == "missing" and not isinstance(detail["loc"][-1], int):
        return table.make_problem(place, "a required key is missing", "add it")
    if kind == "string_pattern_mismatch":
        message = f"'{detail['input']}' is not an identifier"
        remedy = "use lower case letters, digits, '-' and '_', starting with a letter"
        return table.make_problem(place, message, remedy)
    message, remedy = explain_value(detail)
    return table.make_problem(place, message, remedy)


def _is_branch(part: str | int) -> bool:
    return isinstance(part, str) and (
        "[" in part or part in {"str", "int", "float", "bool", "date"}
    )


def _list_keys(model: type[BaseModel], loc: Sequence[str | int]) -> list[str]:
    """List the keys of the model at a location, as far as the path of plain fields leads."""
    current: Any = model
    for part in loc:
        if isinstance(part, int):
            continue
        field = getattr(current, "model_fields", {}).get(part)
        if field is None:
            break
        current = _find_model(field.annotation) or current
    names = [f.alias or name for name, f in getattr(current, "model_fields", {}).items()]
    return [*names, *getattr(current, "further_keys", ())]


def _find_section(model: type[BaseModel], path: Sequence[str | int], name: str) -> str:
    """Name the section to which a key belongs that was written into one beside it; else empty."""
    places: list[tuple[Sequence[str | int], type[BaseModel]]] = [(path, model)]
    for key, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            places.append(((*path, key), kind))
    found = (place for place, kind in places if name in kind.model_fields)
    return render_path(next(found, ()))


def _find_model(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _find_model(argument)
        if found is not None:
            return found
    return None


def report_duplicates(
    table: PlacedTable, path: Sequence[str | int], ids: Iterable[str], problems: list[Problem]
) -> None:
    """Report every identifier that stands more than once in a list of tables."""
    seen: set[str] = set()
    for position, name in enumerate(ids):
        if name and name in seen:  # a missing identifier is a problem of its own
            problems.append(
                table.make_problem(
                    (*path, position, "id"), f"'{name}' is declared twice", "give each its own id"
                )
            )
        seen.add(name)
