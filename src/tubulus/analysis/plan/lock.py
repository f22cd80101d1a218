"""The lock of an analysis plan: evidence of what was planned, when, by whom, before which data.

``plan.lock`` holds a hash of each section of ``study.toml`` that decides a result. An analysis
compares section by section; what differs without an amendment is not pre-specified.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args

from tubulus.core.errors import StudyError
from tubulus.core.files import compute_text_hash, write_text

__all__ = [
    "IN_SILICO_SECTIONS",
    "LOCKED_SECTIONS",
    "LOCK_NAME",
    "Amendment",
    "DataState",
    "LockError",
    "PlanLock",
    "PlanStatus",
    "amend_lock",
    "compare_with_lock",
    "hash_sections",
    "make_lock",
    "read_lock",
    "write_lock",
]

LOCK_NAME = "plan.lock"
LOCKED_SECTIONS = (
    "study", "roles", "arms", "visits", "laboratories", "forms", "eligibility", "sources", "plan",
    "analysis_sets", "strata", "flow", "baseline", "endpoints", "estimands", "adjustment",
    "testing", "multiverse", "monitoring", "power", "design", "screen", "dock",
)  # fmt: skip
"""Sections of ``study.toml`` that decide a result."""
IN_SILICO_SECTIONS = ("screen", "dock")
"""Those of them that share no number with the participants."""

DataState = Literal["none", "blinded", "seen"]
_SCREEN = "screen"
_SCREEN_FIRST = "the screen had been run, and its cargo seen, before the plan was frozen"


class LockError(StudyError):
    """The lock of the plan is missing, unreadable, or in the way."""

    code = "E130"


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change of the plan after it was frozen."""

    amended_at: str
    person: str
    reason: str
    data_state: DataState
    sections: tuple[str, ...]
    hashes: Mapping[str, str]
    files: Mapping[str, str] = field(default_factory=dict)
    screen_seen: bool = False


@dataclass(frozen=True, slots=True)
class PlanLock:
    """What was planned, by whom, when, and what was known of the data then.

    ``files`` holds the hash of each file of the screen that was there, and ``screen_seen`` whether
    the screen had results.
    """

    locked_at: str
    person: str
    data_state: DataState
    hashes: Mapping[str, str]
    amendments: tuple[Amendment, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    screen_seen: bool = False

    @property
    def digest(self) -> str:
        """Hash of the whole lock: deposited elsewhere, it shows whether the file was changed."""
        return compute_text_hash(json.dumps(self.as_plain_data(), sort_keys=True))

    @property
    def current_hashes(self) -> Mapping[str, str]:
        """Hashes after the last amendment."""
        return self.amendments[-1].hashes if self.amendments else self.hashes

    @property
    def current_files(self) -> Mapping[str, str]:
        """Hashes of the files of the screen after the last amendment."""
        return self.amendments[-1].files if self.amendments else self.files

    def as_plain_data(self) -> dict[str, Any]:
        """Return what the file holds; what says nothing of a screen is left out of it."""
        content = asdict(self)
        for part in (content, *content["amendments"]):
            for name in ("files", "screen_seen"):
                if not part[name]:
                    del part[name]
        return content


@dataclass(frozen=True, slots=True)
class PlanStatus:
    """What the lock says of the plan as it is now.

    Parameters
    ----------
    state : {'pre-specified', 'amended', 'not pre-specified'}
        The stamp on every number.
    reason : str
        Why, in a sentence.
    changed : tuple of str
        Sections and files of the screen that differ from the lock without an amendment.
    lock : PlanLock or None
        The lock, where there is one.
    """

    state: Literal["pre-specified", "amended", "not pre-specified"]
    reason: str
    changed: tuple[str, ...] = ()
    lock: PlanLock | None = None

    @property
    def stamp(self) -> str:
        """The word for the results table."""
        if self.state == "pre-specified":
            return self.state
        return f"{self.state}: {self.reason}"


def hash_sections(data: Mapping[str, Any]) -> dict[str, str]:
    """Hash each section that decides a result, whatever its layout and comments."""
    return {
        name: compute_text_hash(json.dumps(data[name], sort_keys=True, default=str))
        for name in LOCKED_SECTIONS
        if name in data
    }


def make_lock(
    data: Mapping[str, Any],
    *,
    person: str,
    data_state: DataState,
    now: datetime,
    files: Mapping[str, str] | None = None,
    screen_seen: bool = False,
) -> PlanLock:
    """Make the lock of a plan, with the hashes of the files of its screen."""
    return PlanLock(
        now.isoformat(timespec="seconds"),
        person,
        data_state,
        hash_sections(data),
        files=dict(files or {}),
        screen_seen=screen_seen,
    )


def amend_lock(
    lock: PlanLock,
    data: Mapping[str, Any],
    *,
    person: str,
    reason: str,
    data_state: DataState,
    now: datetime,
    files: Mapping[str, str] | None = None,
    screen_seen: bool = False,
) -> PlanLock:
    """Add an amendment for what changed since the lock or its last amendment.

    A file of the screen that changed is a change of the section ``screen``.

    Raises
    ------
    LockError
        If nothing changed or no reason is given.
    """
    if not reason.strip():
        raise LockError("an amendment needs a reason; say why the plan changes")
    changed = _find_changes(lock, data)
    if _find_changed_files(lock, files) and _SCREEN not in changed:
        changed = (*changed, _SCREEN)
    if not changed:
        raise LockError("nothing in the plan differs from the lock; there is nothing to amend")
    amendment = Amendment(
        now.isoformat(timespec="seconds"),
        person,
        reason.strip(),
        data_state,
        changed,
        hash_sections(data),
        dict(files or {}),
        screen_seen,
    )
    return replace(lock, amendments=(*lock.amendments, amendment))


def _find_changes(
    lock: PlanLock, data: Mapping[str, Any], sections: Sequence[str] = LOCKED_SECTIONS
) -> tuple[str, ...]:
    now, then = hash_sections(data), lock.current_hashes
    return tuple(name for name in sections if now.get(name) != then.get(name))


def _find_changed_files(lock: PlanLock, files: Mapping[str, str] | None) -> tuple[str, ...]:
    """Name the files that are not what they were; one that was not there then may have come."""
    now = files or {}
    return tuple(name for name, then in lock.current_files.items() if now.get(name) != then)


def compare_with_lock(
    lock: PlanLock | None,
    data: Mapping[str, Any],
    sections: Sequence[str] = LOCKED_SECTIONS,
    *,
    files: Mapping[str, str] | None = None,
) -> PlanStatus:
    """Tell whether the plan as it is now was fixed before the data were seen.

    Parameters
    ----------
    lock : PlanLock or None
        The lock, where there is one.
    data : mapping
        What ``study.toml`` says now.
    sections : sequence of str
        Sections that matter for what is stamped; changes and amendments of others do not count.
    files : mapping of str to str, optional
        Hash of each file of the screen now; they matter where the section ``screen`` does.
    """
    if lock is None:
        return PlanStatus("not pre-specified", "the plan was not frozen")
    changed = _find_changes(lock, data, sections)
    with_screen = _SCREEN in sections
    altered = _find_changed_files(lock, files) if with_screen else ()
    if changed or altered:
        return PlanStatus(
            "not pre-specified", _say_changes(changed, altered), (*changed, *altered), lock
        )
    amendments = [a for a in lock.amendments if not set(sections).isdisjoint(a.sections)]
    breaches = "; ".join(_list_breaches(lock, amendments, with_screen=with_screen))
    if breaches:
        return PlanStatus("not pre-specified", breaches, (), lock)
    if amendments:
        last = amendments[-1]
        reason = f"amended on {last.amended_at[:10]} ({last.reason})"
        return PlanStatus("amended", reason, (), lock)
    return _confirm(lock, files)


def _say_changes(sections: Sequence[str], files: Sequence[str]) -> str:
    parts = (
        ("changed since the plan was frozen, without an amendment", sections),
        ("files of the screen changed after the freeze", files),
    )
    return "; ".join(f"{what}: {', '.join(names)}" for what, names in parts if names)


def _list_breaches(
    lock: PlanLock, amendments: Sequence[Amendment], *, with_screen: bool
) -> Iterator[str]:
    """Yield what was planned in sight of an answer: of the data, or of the screen."""
    if lock.data_state == "seen":
        yield "the plan was frozen after the data were seen"
    if with_screen and lock.screen_seen:
        yield _SCREEN_FIRST
    seen = [a for a in amendments if a.data_state == "seen"]
    if seen:
        yield f"amended after the data were seen ({seen[-1].reason})"
    run = [a for a in amendments if a.screen_seen and _SCREEN in a.sections]
    if run and with_screen:
        yield f"the screen was amended after it had been run ({run[-1].reason})"


def _confirm(lock: PlanLock, files: Mapping[str, str] | None) -> PlanStatus:
    state = lock.data_state
    reason = f"frozen on {lock.locked_at[:10]} by {lock.person}; data at that time: {state}"
    if files and lock.files:
        reason += f"; files of the screen that were there, unchanged since: {len(lock.files)}"
    return PlanStatus("pre-specified", reason, (), lock)


def write_lock(path: Path, lock: PlanLock) -> None:
    """Write a lock whole or not at all."""
    content = {**lock.as_plain_data(), "digest": lock.digest}
    write_text(path, json.dumps(content, indent=1, sort_keys=True) + "\n")


def read_lock(path: Path) -> PlanLock | None:
    """Read a lock; None where there is none.

    Raises
    ------
    LockError
        If the file is no lock.
    """
    if not path.exists():
        return None
    if not path.is_file():
        raise LockError(f"{path} is not a file; move it away before the plan is frozen")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise LockError(f"{path} is not a lock ({error}); restore it from your records") from error
    try:
        amendments = tuple(
            Amendment(**{**entry, "sections": tuple(entry["sections"])})
            for entry in content["amendments"]
        )
        digest = content.pop("digest")
        lock = PlanLock(**{**content, "amendments": amendments})
    except (KeyError, TypeError) as error:
        message = f"{path} is not a lock (its keys differ); restore it from your records"
        raise LockError(message) from error
    parts: tuple[PlanLock | Amendment, ...] = (lock, *lock.amendments)
    for part in parts:
        _require_sound(path, part)
    if lock.digest != digest:
        raise LockError(f"{path} was edited after it was written; restore it from your records")
    return lock


def _require_sound(path: Path, part: PlanLock | Amendment) -> None:
    """Refuse a part of a lock that nobody could have written with this module."""
    states = get_args(DataState)
    tables = isinstance(part.hashes, dict) and isinstance(part.files, dict)
    if part.data_state not in states or not tables:
        message = f"{path} is not a lock: data_state is one of {', '.join(states)}, hashes a table"
        raise LockError(f"{message}; restore it from your records")
