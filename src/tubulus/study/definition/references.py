"""What one part of a definition names, another part must declare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tubulus.core.errors import Problem
from tubulus.core.identifiers import suggest_name
from tubulus.study.definition.section import report_duplicates
from tubulus.study.definition.study import Study

__all__ = ["check_references"]


def check_references(study: Study) -> list[Problem]:
    """Return a problem for each name that leads nowhere."""
    return [
        *_check_arms_and_visits(study),
        *_check_items(study),
        *_check_anchors(study),
        *_check_roles(study),
        *_check_arm_codes(study),
    ]


def _require(
    study: Study, path: Sequence[str | int], names: Iterable[str], known: list[str], what: str
) -> list[Problem]:
    return [
        study.source.make_problem(path, f"there is no {what} '{name}'", suggest_name(name, known))
        for name in names
        if name not in known
    ]


def _iterate_placed(study: Study, kind: str) -> Iterator[tuple[int, Any]]:
    """Yield each part that could be read with its position in the file."""
    declared = study.list_declared(kind)
    start = 0
    for part in getattr(study, kind):
        start = declared.index(part.id, start)
        yield start, part
        start += 1


def _check_arms_and_visits(study: Study) -> list[Problem]:
    arms, visits = study.list_declared("arms"), study.list_declared("visits")
    problems: list[Problem] = []
    for position, visit in _iterate_placed(study, "visits"):
        problems += _require(study, ("visits", position, "arms"), visit.arms, arms, "arm")
    for position, form in _iterate_placed(study, "forms"):
        problems += _require(study, ("forms", position, "arms"), form.arms, arms, "arm")
        problems += _require(study, ("forms", position, "visits"), form.visits, visits, "visit")
    return problems


def _check_items(study: Study) -> list[Problem]:
    problems: list[Problem] = []
    for position, form in _iterate_placed(study, "forms"):
        names = [item.id for item in form.items]
        if not form.standard:  # the library reports those of a built-in form
            report_duplicates(study.source, ("forms", position, "items"), names, problems)
        for check in form.checks:
            path = ("forms", position, "checks", check.id)
            problems += _require(study, path, check.items, names, "item")
    return problems


def _check_anchors(study: Study) -> list[Problem]:
    forms = study.list_declared("forms")
    problems: list[Problem] = []
    for position, arm in _iterate_placed(study, "arms"):
        if arm.anchor is None:
            continue
        path = ("arms", position, "anchor")
        problems += _require(study, (*path, "form"), [arm.anchor.form], forms, "form")
        form = study.find_form(arm.anchor.form)
        if form:
            items = [item.id for item in form.items if item.kind == "date"]
            problems += _require(study, (*path, "item"), [arm.anchor.item], items, "date item")
    return problems


def _check_roles(study: Study) -> list[Problem]:
    read = {form.id for form in study.forms}
    unread = set(study.list_declared("forms")) - read
    known = [f"{form.id}.{item.id}" for form in study.forms for item in form.items]
    problems: list[Problem] = []
    for role in ("arm", "birth"):
        named = str(getattr(study.roles, role))
        # an item of a form that cannot be read may well exist
        if named and named.partition(".")[0] not in unread:
            problems += _require(study, ("roles", role), [named], known, "item")
    if len(study.list_declared("arms")) > 1 and not _is_role_given(study, "arm"):
        problems.append(
            study.source.make_problem(
                ("roles", "arm"),
                "a study with several arms names the item that tells the arm",
                'write arm = "form.item" under [roles]',
            )
        )
    return problems


def _check_arm_codes(study: Study) -> list[Problem]:
    """Return a problem where the codes that tell the arm are not the identifiers of the arms.

    A code that is no arm would put every man who has it into no arm, in silence.
    """
    role = study.find_role("arm")
    arms = [arm for arm in study.list_declared("arms") if arm]
    if role is None or role[1].kind != "code" or set(role[1].codes) == set(arms):
        return []
    form, item = role
    named, listed = f"{form.id}.{item.id}", ", ".join(arms)
    path: list[str | int] = ["forms", study.list_declared("forms").index(form.id)]
    entry = study.source.data["forms"][path[1]]
    own = [e.get("id") if isinstance(e, dict) else None for e in entry.get("items", ())]
    if item.id in own:
        path += ["items", own.index(item.id), "codes"]
    wrong = ", ".join(sorted(set(role[1].codes) ^ set(arms)))
    message = f"codes of {named} must be the arm ids: {listed} (differs in: {wrong})"
    pairs = ", ".join(f'{arm} = "..."' for arm in arms)
    return [study.source.make_problem(path, message, f"write codes = {{ {pairs} }}")]


def _is_role_given(study: Study, role: str) -> bool:
    given = study.source.data.get("roles", {})
    return isinstance(given, dict) and bool(given.get(role))
