"""Write the reference pages that are made from code.

``python tools/write_reference.py checks`` writes ``docs/reference/checks.md`` from the registry of
checks, ``errors`` the page of error codes from the classes; tests assert that both are current.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from itertools import groupby
from pathlib import Path

import tubulus
from tubulus.core.errors import StudyError
from tubulus.study.checks.check import Check
from tubulus.study.checks.registry import list_checks
from tubulus.study.definition.check_settings import CheckSettings

__all__ = ["PAGES", "list_errors", "render_checks", "render_errors"]

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"

_HEAD = """<!-- written by tools/write_reference.py from the registry of checks; do not edit -->
# Checks

Checks look at the records of a study and return findings.
They change no value.
A finding says where it stands, from the participant to the line of the file.
It says what is wrong and what to do.
It holds identifiers, places and limits, never a participant's value.

| severity | means |
|---|---|
| `stop` | what was about to be done must not be done: no consent, another man's cells |
| `error` | wrong, whatever the explanation |
| `warning` | probably wrong; confirm it |
| `note` | to be known |

The table shows the gravest severity of each check.
A check whose forms a study does not have is passed over.
A rule that a form states itself is found under both names: `semen.complete-collection`.
What each check finds and leaves alone stands in the tables of `tests/spec/checks`.
A test runs them.
"""

_SETTINGS = """
## Settings

The table `[check_settings]` of `study.toml` changes how strict the checks are.

| key | default | meaning and reason |
|---|---|---|
"""


def render_checks() -> str:
    """Render the page of all checks, topic by topic in the order of the registry."""
    checks = list_checks()
    topics = list(dict.fromkeys(check.topic for check in checks))
    ordered = sorted(checks, key=lambda check: topics.index(check.topic))
    parts = [_HEAD]
    for topic, members in groupby(ordered, key=lambda check: check.topic):
        rows = "".join(_render_row(check) for check in members)
        parts.append(
            f"\n## {topic}\n\n| check | gravest | what holds | looks at | source |\n"
            f"|---|---|---|---|---|\n{rows}"
        )
    return "".join([*parts, _SETTINGS, *_list_settings()])


def _render_row(check: Check) -> str:
    cells = (f"`{check.id}`", check.severity, check.title, check.looks_at, check.source)
    return "| " + " | ".join(cells) + " |\n"


def _list_settings() -> list[str]:
    defaults = CheckSettings().model_dump(mode="json")
    return [
        f"| `{name}` | `{defaults[name]}` | {field.description} |\n"
        for name, field in CheckSettings.model_fields.items()
    ]


_ERRORS = """<!-- written by tools/write_reference.py from the classes of errors; do not edit -->
# Errors

What the person running a study can mend ends a command without a traceback.
The first line on standard error holds a code of this table.
The message says where it is, what was expected and what to do.
It holds identifiers and places, never a participant's value.
Everything else is a defect of Tubulus and shows its traceback; please report it.

| code | error | means | raised in |
|---|---|---|---|
"""

_STATUSES = """
## Exit status

| status | means |
|---|---|
| 0 | done |
| 1 | `study check` found a finding of severity `stop`; or no asked pair could be docked |
| 2 | an error of this page, or a command or option that does not exist |
| 130 | interrupted with Ctrl-C; what was finished is kept |
"""


def list_errors() -> list[type[StudyError]]:
    """List every class of errors in the order of the codes."""
    for module in pkgutil.walk_packages(tubulus.__path__, "tubulus."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found = [StudyError]
    for error in found:
        found.extend(error.__subclasses__())
    return sorted(found, key=lambda error: error.code)


def render_errors() -> str:
    """Render the page of all error codes."""
    rows = [
        f"| `{error.code}` | `{error.__name__}` | {_read_first_line(error)} "
        f"| `{error.__module__}` |\n"
        for error in list_errors()
    ]
    return "".join([_ERRORS, *rows, _STATUSES])


def _read_first_line(error: type[StudyError]) -> str:
    return inspect.cleandoc(error.__doc__ or "").partition("\n")[0]


PAGES = {"checks": render_checks, "errors": render_errors}
"""Name of a page under ``docs/reference`` to what renders it."""


def main(names: list[str]) -> int:
    """Write the named pages, or all of them."""
    unknown = [name for name in names if name not in PAGES]
    if unknown:
        print(f"no such page: {', '.join(unknown)}; pages: {', '.join(PAGES)}", file=sys.stderr)
        return 2
    for name in names or list(PAGES):
        (REFERENCE / f"{name}.md").write_text(PAGES[name](), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
