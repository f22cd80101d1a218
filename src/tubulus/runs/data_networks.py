"""Tell lists of interactions apart: a systematic screen, a list of one's own, a signed list."""

from __future__ import annotations

from pathlib import Path

from tubulus.core.errors import InputError, Problem
from tubulus.screen.network.files.formats import InteractionFormat, choose_format
from tubulus.screen.network.files.opening import read_header
from tubulus.screen.network.files.reading import read_interactions

__all__ = ["require_own_pairs", "require_signs", "require_systematic"]

_KINDS = {"mitab": "intact", "signed": "signalling"}
"""What ``tubulus data add`` calls a format, where it is not the format's own name."""


def require_systematic(path: Path) -> None:
    """Require a list of Ensembl genes in two columns, as HuRI has it.

    Raises
    ------
    InputError
        If it is another file, or the file cannot be used.
    """
    if read_interactions(path).evidence != "systematic":
        message = "is no list of two columns of Ensembl genes, as HuRI is"
        raise _refuse(path, message, "add a list of your own as physical")


def require_own_pairs(path: Path) -> None:
    """Require a list whose first two columns are genes, of none of the formats that have a kind.

    Raises
    ------
    InputError
        If the file is of a known format, holds pairs of ligand and receptor, or cannot be used.
    """
    form = _read_format(path)
    if form.name != "pairs":
        name = _KINDS.get(form.name, form.name)
        raise _refuse(path, f"is a file of the format {form.title}", f"add it as {name}")
    if {"ligand", "receptor"} <= {cell.casefold() for cell in read_header(path)[0]}:
        message = "is a table of ligand-receptor pairs, which is knowledge, no measurement"
        raise _refuse(path, message, "add it as pairs")
    if read_interactions(path).evidence == "systematic":
        raise _refuse(path, "is a list of Ensembl genes, as HuRI is", "add it as huri")


def require_signs(path: Path) -> None:
    """Require a directed list with signs: source, target, sign.

    Raises
    ------
    InputError
        If the file is of another format or cannot be used.
    """
    form = _read_format(path)
    if form.evidence == "signalling" and form.name != "signed":
        raise _refuse(path, f"is a file of the format {form.title}", f"add it as {form.name}")
    if form.name != "signed":
        message = "is no directed list with signs"
        raise _refuse(path, message, "name the columns source, target, sign; write 1 or -1")
    read_interactions(path)


def _read_format(path: Path) -> InteractionFormat:
    return choose_format(read_header(path)[0])[0]


def _refuse(path: Path, message: str, remedy: str) -> InputError:
    return InputError([Problem(path.name, 1, "", message, remedy)])
