"""The statistical section of a protocol as Markdown, to be taken into the protocol's own file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from tubulus import __version__
from tubulus.core.files import write_text

__all__ = ["PROTOCOL_NAME", "render_protocol", "write_protocol_file"]

PROTOCOL_NAME = "analysis-plan.md"


def render_protocol(title: str, passages: pl.DataFrame, *, synthetic: bool) -> str:
    """Render the passages of a protocol as Markdown.

    Parameters
    ----------
    title : str
        Title of the study.
    passages : polars.DataFrame
        Columns ``number``, ``heading``, ``text``, ``is_open``, in order.
    synthetic : bool
        Whether the participants of the study are simulated; said at the top.
    """
    return "\n".join(_list_lines(title, passages, synthetic=synthetic)) + "\n"


def _list_lines(title: str, passages: pl.DataFrame, *, synthetic: bool) -> Iterator[str]:
    yield f"# Statistical analysis plan: {_escape(title)}"
    if synthetic:
        yield "\n**Synthetic data: the participants of this study are simulated.**"
    n_open = int(passages["is_open"].sum())
    yield f"\nWritten by Tubulus {__version__} from `study.toml`; every sentence follows from it."
    yield f"Points that the file does not answer: {n_open}, each marked **To be written**."
    heading = ""
    for row in passages.iter_rows(named=True):
        if row["heading"] != heading:
            heading = row["heading"]
            yield f"\n## {row['number']} {_escape(heading)}\n"
        text = _escape(row["text"])
        if row["is_open"]:
            text = text.replace("To be written", "**To be written**", 1)
        yield f"- {text}"


def _escape(text: str) -> str:
    """Keep marks of expressions from being read as Markdown."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", text)


def write_protocol_file(
    folder: Path, title: str, passages: pl.DataFrame, *, synthetic: bool
) -> Path:
    """Write ``analysis-plan.md`` into a folder, whole or not at all, and return its path."""
    path = folder / PROTOCOL_NAME
    write_text(path, render_protocol(title, passages, synthetic=synthetic))
    return path
