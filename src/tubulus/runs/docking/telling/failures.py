"""Pairs that failed, each reason once."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

__all__ = ["has_docked_nothing", "tell_failures"]

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAMED = 3


def has_docked_nothing(docking: pl.DataFrame) -> bool:
    """Tell whether pairs were to be docked and failed, so that no asked pair has a pose."""
    asked = docking.filter(role="asked")
    with_pose = asked.filter(pl.col("n_poses") > 0)
    return with_pose.height == 0 and asked.filter(state="failed").height > 0


def tell_failures(docking: pl.DataFrame) -> Iterable[str]:
    """Say how many pairs failed and why; reasons that differ in names and numbers are one."""
    failed = docking.filter(state="failed")
    if failed.height == 0:
        return
    listed = "; ".join(_list_reasons(failed))
    if failed.height == docking.height:
        yield f"No pair was docked. {listed}."
    elif has_docked_nothing(docking):
        yield f"No asked pair was docked. {listed}."
    else:
        yield f"{_count(failed.height)} failed and the rest was docked. {listed}."


def _list_reasons(failed: pl.DataFrame) -> Iterable[str]:
    groups: dict[str, tuple[str, list[str]]] = {}
    for fixed, mobile, said in failed.select("fixed", "mobile", "reason").iter_rows():
        pair = f"{fixed} with {mobile}"
        reason = (said or "no reason was given").removeprefix(pair).strip().rstrip(".")
        general = _NUMBER.sub("#", reason.replace(fixed, "@").replace(mobile, "@"))
        groups.setdefault(general, (reason, []))[1].append(pair)
    for reason, pairs in sorted(groups.values(), key=lambda group: -len(group[1])):
        named = ", ".join(pairs[:_NAMED])
        alike = ", the others alike" if len(pairs) > 1 and _NUMBER.search(reason) else ""
        more = f" and {len(pairs) - _NAMED} more" if len(pairs) > _NAMED else ""
        yield f"{_count(len(pairs))}: {reason} ({named}{more}{alike})"


def _count(n: int) -> str:
    return f"{n} pair{'' if n == 1 else 's'}"
