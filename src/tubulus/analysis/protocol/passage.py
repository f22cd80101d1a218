"""A passage of the protocol: a sentence with the heading it belongs to, or what is still open."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Passage", "leave_open", "say"]


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence under a heading; ``is_open`` where an author has to write it."""

    heading: str
    text: str
    is_open: bool = False


def say(heading: str, text: str) -> Passage:
    """Make a passage of a sentence."""
    text = text.strip()
    return Passage(heading, text if text.endswith((".", ":", "?")) else f"{text}.")


def leave_open(heading: str, what: str) -> Passage:
    """Make a passage that names what the study file does not say."""
    return Passage(heading, f"To be written by the authors: {what}.", is_open=True)
