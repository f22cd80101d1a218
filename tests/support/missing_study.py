"""Small studies in which follow-up is missing, and plans that ask what that may change."""

from __future__ import annotations

from dataclasses import replace

from tests.support.small_study import Man

__all__ = ["FSH", "ask", "ask_responders", "lose", "make_pairs"]

FSH = 'variable = "fsh"\n'
SAME = 'sensitivity = ["same examination"]'


def ask(*names: str, missing: str = "complete cases", variable: str = "fsh") -> dict[str, str]:
    """Edit that asks an adjusted contrast for sensitivity analyses."""
    line = f'variable = "{variable}"\n'
    return {line: f'{line}sensitivity = [{_write(names)}]\nmissing = "{missing}"\n'}


def ask_responders(*names: str) -> dict[str, str]:
    """Edit that asks the responders for sensitivity analyses."""
    return {SAME: f"sensitivity = [{_write(names)}]"}


def _write(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def make_pairs(arm: str, n: int, factor: float = 1.0) -> list[Man]:
    """Make men whose FSH after follows that before, with scatter."""
    return [
        Man(
            arm=arm,
            fsh=(str(10 + (7 * k) % 13), f"{factor * (9 + (5 * k) % 11 + (7 * k) % 13):.1f}"),
            infertility="secondary" if k % 3 else "primary",
            sperm="counted" if k % 4 == 0 else "none",
            concentration="0.1" if k % 4 == 0 else "0",
        )
        for k in range(n)
    ]


def lose(men: list[Man], *positions: int, status: str = "lost") -> list[Man]:
    """Take the follow-up of some men away."""
    lost = {k: replace(men[k], fsh=(men[k].fsh[0], ""), sperm="", status=status) for k in positions}
    return [lost.get(k, man) for k, man in enumerate(men)]
