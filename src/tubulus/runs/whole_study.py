"""Compose the sections of all rooms from one ``study.toml`` and report all its problems at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tubulus.analysis.plan.plan import OWN_SECTIONS as ANALYSIS_SECTIONS
from tubulus.analysis.plan.plan import Plan, collect_plan
from tubulus.core.errors import InputError, Problem
from tubulus.core.files import leaves_folder
from tubulus.core.identifiers import suggest_name
from tubulus.exchange.sources import OWN_SECTIONS as EXCHANGE_SECTIONS
from tubulus.exchange.sources import Source, collect_sources
from tubulus.report.settings import ReportSettings
from tubulus.runs.folder import StudyFolder
from tubulus.runs.settings import RunSettings
from tubulus.screen.settings import ScreenSettings
from tubulus.study.definition.reading import OWN_SECTIONS as STUDY_SECTIONS
from tubulus.study.definition.reading import collect_study
from tubulus.study.definition.section import parse_section
from tubulus.study.definition.study import Study
from tubulus.study.derivations.reference_limits import list_editions
from tubulus.study.expressions.declared import check_declared_expressions
from tubulus.study.simulation import SimulationSettings, collect_simulation_settings

if TYPE_CHECKING:
    from tubulus.dock.settings.docking import DockSettings

__all__ = ["WholeStudy", "read_whole_study"]


@dataclass(frozen=True)
class WholeStudy:
    """A study with the sections of every room.

    ``screen``, ``dock`` and ``simulation`` are None where the file has no such section.
    """

    study: Study
    plan: Plan
    sources: tuple[Source, ...]
    report: ReportSettings
    run: RunSettings
    screen: ScreenSettings | None
    simulation: SimulationSettings | None
    dock: DockSettings | None = None

    @property
    def has_participants(self) -> bool:
        """Whether a section speaks of participants, of their data or of the analysis of these.

        A file that has no such section asks the in-silico question alone.
        """
        return not {"schema_version", "study", *_SINGLE}.issuperset(self.study.source.data)


_SINGLE = {"screen", "dock", "report", "run"}


def read_whole_study(folder: StudyFolder) -> WholeStudy:
    """Read ``study.toml`` for all rooms.

    Raises
    ------
    InputError
        With every problem of every section.
    """
    study, problems = collect_study(folder.path)
    table = study.source
    known = [*STUDY_SECTIONS, *ANALYSIS_SECTIONS, *EXCHANGE_SECTIONS, *_SINGLE]
    problems.extend(
        table.make_problem((key,), f"unknown section '{key}'", suggest_name(key, known))
        for key in table.data
        if key not in known
    )
    plan, plan_problems = collect_plan(study)
    sources, source_problems = collect_sources(study)
    problems += [*plan_problems, *source_problems, *check_declared_expressions(study)]
    edition = study.identity.semen_edition
    if edition not in list_editions():
        message = f"there are no reference limits of the edition '{edition}'"
        remedy = suggest_name(edition, list_editions())
        problems.append(table.make_problem(("study", "semen_edition"), message, remedy))

    report = parse_section(
        ReportSettings, table, ("report",), table.data.get("report", {}), problems
    )
    run = parse_section(RunSettings, table, ("run",), table.data.get("run", {}), problems)
    screen = _parse_optional(study, "screen", problems)
    problems.extend(_check_screen_files(study, screen))
    simulation = collect_simulation_settings(study, problems)
    dock = _parse_dock(study, problems)
    if problems or report is None or run is None:
        raise InputError(problems)
    return WholeStudy(study, plan, sources, report, run, screen, simulation, dock)


def _check_screen_files(study: Study, screen: ScreenSettings | None) -> Iterator[Problem]:
    for key, name in screen.list_names() if screen else ():
        if leaves_folder(name):
            message, remedy = "the file lies outside the study folder", "copy it into the folder"
            yield study.source.make_problem(("screen", *key), message, remedy)


def _parse_optional(study: Study, key: str, problems: list[Problem]) -> ScreenSettings | None:
    if key not in study.source.data:
        return None
    return parse_section(ScreenSettings, study.source, (key,), study.source.data[key], problems)


def _parse_dock(study: Study, problems: list[Problem]) -> DockSettings | None:
    if "dock" not in study.source.data:
        return None
    # read where it is needed alone: with the numerical libraries behind it, it takes a second
    from tubulus.dock.settings.docking import DockSettings  # noqa: PLC0415

    return parse_section(DockSettings, study.source, ("dock",), study.source.data["dock"], problems)
