"""The words that an option of a method may have."""

from __future__ import annotations

from typing import get_args

__all__ = ["require_choice"]


def require_choice(value: object, choices: object, name: str) -> None:
    """Refuse a word that no option has, before anything is computed under a wrong label.

    Parameters
    ----------
    value : object
        What was given.
    choices : Literal alias
        The type of the option, whose words are allowed.
    name : str
        Name of the option.

    Raises
    ------
    ValueError
        With the words that are allowed.
    """
    allowed = get_args(choices)
    if not isinstance(value, str | int) or value not in allowed:
        listed = ", ".join(map(repr, allowed))
        raise ValueError(f"{name} is one of {listed}, not {value!r}")
