"""What is wrong with an expression, and at which character."""

from __future__ import annotations

from tubulus.core.errors import StudyError

__all__ = ["ExpressionError"]


class ExpressionError(StudyError):
    """An expression cannot be understood, or does not fit the study.

    Parameters
    ----------
    message : str
        What is wrong, without the final full stop.
    position : int
        The character at which it is wrong, counted from 1.
    remedy : str
        What to write instead; may be empty.
    follows : bool
        True where it only follows from a part of the definition that could not be read, which is
        reported itself.
    """

    code = "E150"

    def __init__(
        self, message: str, position: int, remedy: str = "", *, follows: bool = False
    ) -> None:
        self.message, self.position, self.remedy = message, position, remedy
        self.follows = follows
        tail = f"; {remedy}" if remedy else ""
        super().__init__(f"at character {position}: {message}{tail}")
