"""Why a value of ``study.toml`` is refused, in the words of somebody who fills the file in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["explain_value"]

_REMEDIES = {
    "missing": "add it",
    "string_type": "write a text in quotes",
    "bool_type": "write true or false without quotes",
    "int_type": "write a whole number without quotes",
    "float_type": "write a number with a decimal point and without quotes",
    "date_type": "write a date as 2026-01-31 without quotes",
}
_BOUNDS = {
    "less_than": ("lt", "below"),
    "less_than_equal": ("le", "at most"),
    "greater_than": ("gt", "above"),
    "greater_than_equal": ("ge", "at least"),
}
_HIGHEST_PER_CENT = 100.0
_FRACTION = "write a fraction, not a percentage: "


def explain_value(detail: Mapping[str, Any]) -> tuple[str, str]:
    """Say what is wrong with a value, and what to write.

    Parameters
    ----------
    detail : mapping
        One error of pydantic.

    Returns
    -------
    (str, str)
        Message and remedy; the remedy may be empty.
    """
    kind = str(detail["type"])
    if kind in _BOUNDS:
        return _explain_bound(kind, detail)
    if kind in {"too_long", "too_short"}:
        return _explain_length(kind, detail)
    if kind == "missing":
        number = int(detail["loc"][-1]) + 1
        return f"value number {number} of the list is missing", "add it"
    if kind == "literal_error":
        return f"'{detail['input']}' is not known here", f"write {detail['ctx']['expected']}"
    if kind == "string_too_short":
        return "the text is empty", "write it, in quotes"
    message = str(detail["msg"]).removeprefix("Value error, ")
    return message[:1].lower() + message[1:], _REMEDIES.get(kind, "")


def _explain_bound(kind: str, detail: Mapping[str, Any]) -> tuple[str, str]:
    """Explain a number beyond a limit; where at most 1 fits, a percentage may be meant."""
    key, words = _BOUNDS[kind]
    bound, value = detail["ctx"][key], detail["input"]
    message = f"{_write(value)} is not {words} {_write(bound)}"
    if kind.startswith("less") and bound == 1.0 and 1.0 < value <= _HIGHEST_PER_CENT:
        return message, f"{_FRACTION}{_write(value / 100)} is {_write(value)} %"
    return message, f"write a number {words} {_write(bound)}"


def _explain_length(kind: str, detail: Mapping[str, Any]) -> tuple[str, str]:
    context = detail["ctx"]
    found = context.get("actual_length")
    found = len(detail["input"]) if found is None else found
    if kind == "too_long":
        most = context["max_length"]
        return f"{found} are listed, and at most {most} fit", f"list {most} or fewer"
    least = context["min_length"]
    if found == 0:
        return "the list is empty", f"list {_count(least)} or more"
    return f"{found} are listed, and at least {least} are needed", f"list {_count(least)} or more"


def _count(number: int) -> str:
    return "one" if number == 1 else str(number)


def _write(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)
