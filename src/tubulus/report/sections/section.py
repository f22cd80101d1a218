"""A section of the report: its words, the cautions beside it, and its blocks in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tubulus.report.figures.figure import Figure
from tubulus.report.material import Caution, Material
from tubulus.report.tables.frame import ShownTable
from tubulus.report.vocabulary import SECTION_WORDS, SectionWords

__all__ = ["Block", "Section", "make_section"]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a section: what it shows, and which template shows it."""

    template: str
    content: Any


@dataclass(frozen=True, slots=True)
class Section:
    """A section; ``id`` is its anchor in the page.

    ``recalled`` are cautions that stand in full in an earlier section.
    """

    id: str
    words: SectionWords
    cautions: tuple[Caution, ...]
    blocks: tuple[Block, ...]
    recalled: tuple[Caution, ...] = ()


def make_section(
    material: Material, section: str, contents: Iterable[Figure | ShownTable | Block | None]
) -> Section | None:
    """Put a section together; None where nothing of it exists or the study hides it."""
    blocks = tuple(_make_block(content) for content in contents if content is not None)
    if not blocks or section in material.settings.hide:
        return None
    return Section(section, SECTION_WORDS[section], material.list_cautions(section), blocks)


def _make_block(content: Figure | ShownTable | Block) -> Block:
    if isinstance(content, Figure):
        return Block("figure", content)
    if isinstance(content, ShownTable):
        return Block("table", content)
    return content
