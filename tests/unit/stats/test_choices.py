"""Every option with a set of words refuses a word that is not in it, whatever the data are."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

from tubulus import stats
from tubulus.stats.choices import require_choice

UNKNOWN = "no such word"


def list_options() -> Iterator[tuple[Any, str, Any]]:
    """List the public functions of the room with each parameter whose type is a set of words."""
    for found in pkgutil.walk_packages(stats.__path__, "tubulus.stats."):
        module = import_module(found.name)
        for name in getattr(module, "__all__", ()):
            function = getattr(module, name)
            if inspect.isfunction(function) and function.__module__ == found.name:
                hints = get_type_hints(function)
                hints.pop("return", None)
                for parameter, hint in hints.items():
                    if any(get_origin(one) is Literal for one in (hint, *get_args(hint))):
                        yield function, parameter, hint


OPTIONS = list(list_options())


def make_arguments(function: Any) -> dict[str, Any]:
    """Make arguments: nothing for data, and for each option a word that it has."""
    arguments: dict[str, Any] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.default is inspect.Parameter.empty:
            hint = get_type_hints(function)[name]
            words = get_args(hint) if get_origin(hint) is Literal else (None,)
            arguments[name] = words[0]
    return arguments


@pytest.mark.parametrize(
    ("function", "parameter", "hint"),
    OPTIONS,
    ids=[f"{function.__module__}.{function.__name__}-{name}" for function, name, _ in OPTIONS],
)
def test_an_unknown_word_is_refused_before_the_data_are_read(function, parameter, hint):
    unknown = (UNKNOWN,) if get_origin(hint) is tuple else UNKNOWN
    arguments = {**make_arguments(function), parameter: unknown}

    with pytest.raises(ValueError, match=UNKNOWN):
        function(**arguments)


def test_there_are_options_to_walk_through():
    assert len({function for function, _, _ in OPTIONS}) > 30


def test_the_refusal_names_the_words_that_are_allowed():
    with pytest.raises(ValueError, match="side is one of 'left', 'right', not 'up'"):
        require_choice("up", Literal["left", "right"], "side")


def test_a_word_of_the_option_passes():
    require_choice("left", Literal["left", "right"], "side")
