"""Make a new study folder from a template."""

from __future__ import annotations

import csv
import io
from importlib import resources
from pathlib import Path

from tubulus.core.errors import StudyError
from tubulus.core.files import write_text
from tubulus.core.identifiers import is_identifier, suggest_name
from tubulus.runs.workspace import Workspace
from tubulus.study.records.reading import list_columns

__all__ = ["list_templates", "make_study", "write_tables"]

_FORMS = "[[forms]]"


def list_templates() -> tuple[str, ...]:
    """List the names of the templates."""
    folder = resources.files("tubulus.runs") / "templates"
    names = (entry.name for entry in folder.iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in names if n.endswith(".toml")))


def make_study(folder: Path, template: str) -> Path:
    """Write ``study.toml``, with forms the empty folder ``data`` too; return its path.

    Raises
    ------
    StudyError
        If there is a study already, or no such template.
    """
    if template not in list_templates():
        remedy = suggest_name(template, list_templates())
        raise StudyError(f"there is no template '{template}'; {remedy}")
    path = folder / "study.toml"
    if path.exists():
        raise StudyError(f"{path} exists; a study is never overwritten")
    identifier = folder.resolve().name.casefold().replace(" ", "-")
    if not is_identifier(identifier):
        identifier = "my-study"
    text = (resources.files("tubulus.runs") / "templates" / f"{template}.toml").read_text("utf-8")
    if _FORMS in text:
        (folder / "data").mkdir(parents=True, exist_ok=True)
    write_text(path, text.replace("{{ id }}", identifier))
    return path


def write_tables(workspace: Workspace) -> tuple[Path, ...]:
    """Write an empty table with its header for each form that has none; return what was written.

    Raises
    ------
    StudyError
        If the study reads its data from tables of its own.
    """
    if workspace.whole.sources:
        raise StudyError("the study reads the tables that [[sources]] names; it needs no others")
    written = []
    for form in workspace.whole.study.forms:
        path = workspace.folder.data / f"{form.id}.csv"
        if not path.exists():
            header = io.StringIO()
            csv.writer(header, lineterminator="\n").writerow(list_columns(form))
            write_text(path, header.getvalue())
            written.append(path)
    return tuple(written)
