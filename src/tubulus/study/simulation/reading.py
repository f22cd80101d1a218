"""Read the ``[simulation]`` table and hold it against the study it belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from tubulus.core.errors import InputError, Problem
from tubulus.core.identifiers import suggest_name
from tubulus.study.definition.section import parse_section
from tubulus.study.definition.study import Study
from tubulus.study.simulation.settings import SimulatedArm, SimulationSettings

__all__ = ["collect_simulation_settings", "read_simulation_settings"]


def read_simulation_settings(study: Study) -> SimulationSettings:
    """Read what the study is simulated from.

    Raises
    ------
    InputError
        If the table is missing, or with every problem found in it.
    """
    problems: list[Problem] = []
    settings = collect_simulation_settings(study, problems)
    if settings is None and not problems:
        remedy = "add it; the example study shows one"
        problems.append(
            study.source.make_problem(
                ("simulation",), "the study has no [simulation] table", remedy
            )
        )
    if settings is None or problems:
        raise InputError(problems)
    return settings


def collect_simulation_settings(study: Study, problems: list[Problem]) -> SimulationSettings | None:
    """Read the table if the study has one; put every problem on the list.

    Parameters
    ----------
    study : Study
        The definition.
    problems : list of Problem
        Receives what is wrong, with its place.

    Returns
    -------
    SimulationSettings or None
        None where there is no table or it cannot be read.
    """
    if "simulation" not in study.source.data:
        return None
    data = study.source.data["simulation"]
    settings = parse_section(SimulationSettings, study.source, ("simulation",), data, problems)
    if settings is not None:
        _require_names(study, settings, problems)
    return settings


def _refuse_surplus(
    study: Study, position: int, arm: SimulatedArm, problems: list[Problem]
) -> None:
    """Report an arm of which more participants are drawn than are planned."""
    declared = study.find_arm(arm.id)
    planned = declared.planned if declared else None
    if planned is not None and arm.participants > planned:
        message = f"{arm.participants} participants are drawn for '{arm.id}', but {planned} planned"
        path = ("simulation", "arms", position, "participants")
        remedy = "correct this number, or planned of the arm"
        problems.append(study.source.make_problem(path, message, remedy))


def _require_names(study: Study, settings: SimulationSettings, problems: list[Problem]) -> None:
    # what is declared and could not be read is reported itself
    arms, visits = study.list_declared("arms"), study.list_declared("visits")

    def require(path: Sequence[str | int], what: str, name: str, known: list[str]) -> None:
        if name not in known:
            message = f"there is no {what} '{name}'"
            remedy = suggest_name(name, known)
            problems.append(study.source.make_problem(("simulation", *path), message, remedy))

    for position, arm in enumerate(settings.arms):
        require(("arms", position, "id"), "arm", arm.id, arms)
        _refuse_surplus(study, position, arm, problems)
    for position, change in enumerate(settings.changes):
        require(("changes", position, "arm"), "arm", change.arm, arms)
    for position, event in enumerate(settings.adverse_events):
        require(("adverse_events", position, "arm"), "arm", event.arm, ["", *arms])
    for part, visit in settings.visits.model_dump().items():
        require(("visits", part), "visit", visit, visits)
