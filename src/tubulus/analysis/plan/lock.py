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

from tubulus.analysis.plan.locked_sections import (
    IN_SILICO_SECTIONS,
    LOCKED_SECTIONS,
    find_changed_sections,
    hash_sections,
)
from tubulus.core.errors import StudyError
from tubulus.core.files import compute_text_hash, write_text

__all__ = [
    "LOCK_NAME",
    "Amendment",
    "DataState",
    "InSilicoState",
    "LockError",
    "PlanLock",
    "PlanStatus",
    "amend_lock",
    "compare_with_lock",
    "make_lock",
    "read_lock",
    "write_lock",
]

LOCK_NAME = "plan.lock"
DataState = Literal["none", "blinded", "seen"]
_NOUNS = {"screen": "the screen", "dock": "docking"}
_RUN_FIRST = {
    "screen": "the screen had been run, and its cargo seen, before the plan was frozen",
    "dock": "docking had been run, and its scores seen, before the plan was frozen",
}
_MOST_NAMED = 6
# what an older lock does not hold
_LATER_KEYS = ("files", "screen_seen", "dock_files", "dock_seen")


class LockError(StudyError):
    """The lock of the plan is missing, unreadable, or in the way."""

    code = "E130"


@dataclass(frozen=True, slots=True)
class InSilicoState:
    """What is there of the screen or of docking when the plan is frozen or amended.

    Parameters
    ----------
    files : mapping of str to str
        Hash of each file that it reads and that is there, by name.
    seen : bool
        Whether it has results.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    seen: bool = False


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
    dock_files: Mapping[str, str] = field(default_factory=dict)
    dock_seen: bool = False

    @property
    def in_silico(self) -> Mapping[str, InSilicoState]:
        """What was there of the screen and of docking, by section."""
        return _collect_in_silico(self)


@dataclass(frozen=True, slots=True)
class PlanLock:
    """What was planned, by whom, when, and what was known of the data then.

    ``files`` holds the hash of each file of the screen that was there, and ``screen_seen`` whether
    the screen had results; ``dock_files`` and ``dock_seen`` say the same of docking.
    """

    locked_at: str
    person: str
    data_state: DataState
    hashes: Mapping[str, str]
    amendments: tuple[Amendment, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    screen_seen: bool = False
    dock_files: Mapping[str, str] = field(default_factory=dict)
    dock_seen: bool = False

    @property
    def in_silico(self) -> Mapping[str, InSilicoState]:
        """What was there of the screen and of docking at the freeze, by section."""
        return _collect_in_silico(self)

    @property
    def digest(self) -> str:
        """Hash of the whole lock: deposited elsewhere, it shows whether the file was changed."""
        return compute_text_hash(json.dumps(self.as_plain_data(), sort_keys=True))

    @property
    def current_hashes(self) -> Mapping[str, str]:
        """Hashes after the last amendment."""
        return self.amendments[-1].hashes if self.amendments else self.hashes

    @property
    def current_files(self) -> Mapping[str, Mapping[str, str]]:
        """Hashes of the files of the screen and of docking after the last amendment."""
        last = self.amendments[-1] if self.amendments else self
        return {section: state.files for section, state in last.in_silico.items()}

    def as_plain_data(self) -> dict[str, Any]:
        """Return what the file holds; what says nothing of screen or docking is left out."""
        content = asdict(self)
        for part in (content, *content["amendments"]):
            for name in _LATER_KEYS:
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
        Sections, and files of the screen and of docking, that differ from the lock without an
        amendment.
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


def make_lock(
    data: Mapping[str, Any],
    *,
    person: str,
    data_state: DataState,
    now: datetime,
    in_silico: Mapping[str, InSilicoState] | None = None,
) -> PlanLock:
    """Make the lock of a plan, with the state of its screen and of its docking, by section."""
    return PlanLock(
        now.isoformat(timespec="seconds"),
        person,
        data_state,
        hash_sections(data),
        **_spread(in_silico),
    )


def amend_lock(
    lock: PlanLock,
    data: Mapping[str, Any],
    *,
    person: str,
    reason: str,
    data_state: DataState,
    now: datetime,
    in_silico: Mapping[str, InSilicoState] | None = None,
) -> PlanLock:
    """Add an amendment for what changed since the lock or its last amendment.

    A file of the screen that changed is a change of the section ``screen``, one of docking of the
    section ``dock``.

    Raises
    ------
    LockError
        If nothing changed or no reason is given.
    """
    if not reason.strip():
        raise LockError("an amendment needs a reason; say why the plan changes")
    files = {section: state.files for section, state in (in_silico or {}).items()}
    altered = _find_changed_files(lock, files, IN_SILICO_SECTIONS)
    found = {*find_changed_sections(data, lock.current_hashes), *altered}
    changed = tuple(name for name in LOCKED_SECTIONS if name in found)
    if not changed:
        raise LockError("nothing in the plan differs from the lock; there is nothing to amend")
    amendment = Amendment(
        now.isoformat(timespec="seconds"),
        person,
        reason.strip(),
        data_state,
        changed,
        hash_sections(data),
        **_spread(in_silico),
    )
    return replace(lock, amendments=(*lock.amendments, amendment))


def _collect_in_silico(part: PlanLock | Amendment) -> dict[str, InSilicoState]:
    return {
        "screen": InSilicoState(part.files, part.screen_seen),
        "dock": InSilicoState(part.dock_files, part.dock_seen),
    }


def _spread(in_silico: Mapping[str, InSilicoState] | None) -> dict[str, Any]:
    """Put the state of screen and docking into the keys that a lock holds."""
    screen, dock = ((in_silico or {}).get(name, InSilicoState()) for name in ("screen", "dock"))
    values = (dict(screen.files), screen.seen, dict(dock.files), dock.seen)
    return dict(zip(_LATER_KEYS, values, strict=True))


def _find_changed_files(
    lock: PlanLock, files: Mapping[str, Mapping[str, str]] | None, sections: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Name the files that are not what they were, by section.

    A file that was not there then may have come.
    """
    found = {}
    for section, then in lock.current_files.items():
        now = (files or {}).get(section, {})
        altered = tuple(name for name, known in then.items() if now.get(name) != known)
        if altered and section in sections:
            found[section] = altered
    return found


def compare_with_lock(
    lock: PlanLock | None,
    data: Mapping[str, Any],
    sections: Sequence[str] = LOCKED_SECTIONS,
    *,
    files: Mapping[str, Mapping[str, str]] | None = None,
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
    files : mapping of str to mapping of str to str, optional
        Hash of each file that the screen and docking read now, by section and name; they matter
        where their section does.
    """
    if lock is None:
        return PlanStatus("not pre-specified", "the plan was not frozen")
    changed = find_changed_sections(data, lock.current_hashes, sections)
    altered = _find_changed_files(lock, files, sections)
    if changed or altered:
        named = (*changed, *(name for names in altered.values() for name in names))
        return PlanStatus("not pre-specified", _say_changes(changed, altered), named, lock)
    amendments = [a for a in lock.amendments if not set(sections).isdisjoint(a.sections)]
    breaches = "; ".join(_list_breaches(lock, amendments, sections))
    if breaches:
        return PlanStatus("not pre-specified", breaches, (), lock)
    if amendments:
        last = amendments[-1]
        reason = f"amended on {last.amended_at[:10]} ({last.reason})"
        return PlanStatus("amended", reason, (), lock)
    return _confirm(lock, files)


def _say_changes(sections: Sequence[str], files: Mapping[str, Sequence[str]]) -> str:
    said = []
    if sections:
        named = ", ".join(sections)
        said.append(f"changed since the plan was frozen, without an amendment: {named}")
    for section, names in files.items():
        named = ", ".join(names[:_MOST_NAMED])
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        said.append(f"files of {_NOUNS[section]} changed after the freeze: {named}{more}")
    return "; ".join(said)


def _list_breaches(
    lock: PlanLock, amendments: Sequence[Amendment], sections: Sequence[str]
) -> Iterator[str]:
    """Yield what was planned in sight of an answer: of the data, the screen, or docking."""
    if lock.data_state == "seen":
        yield "the plan was frozen after the data were seen"
    asked = [name for name in IN_SILICO_SECTIONS if name in sections]
    yield from (_RUN_FIRST[name] for name in asked if lock.in_silico[name].seen)
    seen = [a for a in amendments if a.data_state == "seen"]
    if seen:
        yield f"amended after the data were seen ({seen[-1].reason})"
    for name in asked:
        run = [a for a in amendments if a.in_silico[name].seen and name in a.sections]
        if run:
            yield f"{_NOUNS[name]} was amended after it had been run ({run[-1].reason})"


def _confirm(lock: PlanLock, files: Mapping[str, Mapping[str, str]] | None) -> PlanStatus:
    state = lock.data_state
    reason = f"frozen on {lock.locked_at[:10]} by {lock.person}; data at that time: {state}"
    for name, then in lock.in_silico.items():
        if not (files or {}).get(name):
            continue
        what = f"files of {_NOUNS[name]}"
        if then.files:
            reason += f"; {what} that were there, unchanged since: {len(then.files)}"
        else:
            reason += f"; {what}: the lock holds none, so that it fixes none"
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
    tables = (part.hashes, part.files, part.dock_files)
    if part.data_state not in states or not all(isinstance(table, dict) for table in tables):
        message = f"{path} is not a lock: data_state is one of {', '.join(states)}, hashes a table"
        raise LockError(f"{message}; restore it from your records")
