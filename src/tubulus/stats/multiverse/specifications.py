"""Every combination of the arbitrary choices that a plan declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

__all__ = ["Specification", "enumerate_specifications"]


@dataclass(frozen=True, slots=True)
class Specification:
    """One way to analyse.

    Parameters
    ----------
    number : int
        Place among the specifications, from 0; 0 takes the first option of each choice.
    options : tuple of (str, str)
        Choice and option taken, in the order of the choices.
    """

    number: int
    options: tuple[tuple[str, str], ...]

    def get_option(self, choice: str) -> str:
        """Return the option taken of a choice.

        Raises
        ------
        KeyError
            If the choice is not declared.
        """
        return dict(self.options)[choice]


def enumerate_specifications(
    choices: Mapping[str, Sequence[str]], excluded: Sequence[Mapping[str, str]] = ()
) -> tuple[Specification, ...]:
    """Enumerate the combinations of declared choices.

    Parameters
    ----------
    choices : mapping of str to sequence of str
        Options of each choice, the planned primary one first. The last choice varies fastest.
    excluded : sequence of mapping of str to str
        Combinations that make no sense: a specification that takes all options of one of these
        is left out.

    Returns
    -------
    tuple of Specification
        Numbered after the exclusion; a plan without choices has one specification.

    Raises
    ------
    ValueError
        If a choice has no option or one twice, an exclusion names what is not declared, or nothing
        is left.
    """
    _require_choices(choices, excluded)
    combined = [tuple(zip(choices, options, strict=True)) for options in product(*choices.values())]
    kept = [
        options
        for options in combined
        if not any(set(rule.items()) <= set(options) for rule in excluded)
    ]
    if not kept:
        raise ValueError("the exclusions leave no specification")
    return tuple(Specification(number, options) for number, options in enumerate(kept))


def _require_choices(
    choices: Mapping[str, Sequence[str]], excluded: Sequence[Mapping[str, str]]
) -> None:
    problems = []
    for choice, options in choices.items():
        if isinstance(options, str) or not options:
            problems.append(f"choice {choice} needs a list of options")
        elif len(set(options)) < len(options):
            problems.append(f"choice {choice} has an option twice")
    for rule in excluded:
        if not rule:
            problems.append("an exclusion names no option")
        problems.extend(
            f"an exclusion names {choice} = {option}, which is not declared"
            for choice, option in rule.items()
            if option not in choices.get(choice, ())
        )
    if problems:
        raise ValueError("; ".join(problems))
