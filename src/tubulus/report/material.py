"""What the report is made of: study, results and settings, with the look-ups that all parts share.

Numbers are taken from the results as they are; this module selects and orders rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import polars as pl

from tubulus.core.estimates import Estimate
from tubulus.core.results import Results
from tubulus.report.settings import ReportSettings, resolve_report_settings
from tubulus.study.definition.study import Study

__all__ = ["SEVERITIES", "Caution", "Material", "ShownEstimate", "make_material"]


SEVERITIES = ("limit", "warning", "note")
"""Severities of a caution, the gravest first."""


_NAMED_BY_OUTCOME = frozenset({"responses", "tipping", "confounders", "benchmarks", "shrinkage"})
"""Tables whose rows belong to an estimand and are labelled by its endpoint."""


_ONLY_DOCKS = (
    "This is about docking alone; the study has no participants whose analysis could be planned. "
    "Which pairs were asked, their decoy partners and the settings were not frozen before, so that "
    "nothing but the authors' word says that they were not chosen by their result."
)


@dataclass(frozen=True, slots=True)
class ShownEstimate:
    """A row of the estimates table and its position there, counted from 1.

    Where estimands share an endpoint, ``label`` of the row names the estimand and its role;
    ``outcome`` is what the row was called without that.
    """

    row: Estimate
    position: int
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Caution:
    """What must stand beside a section, from the ``cautions`` table."""

    id: str
    severity: str
    title: str
    text: str
    applies_to: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Material:
    """Everything a part of the report may look at.

    Parameters
    ----------
    study : Study
        The definition, for labels and the order of arms and visits.
    results : Results
        Tables and manifest.
    settings : ReportSettings
        What the reader sees.
    estimates : tuple of ShownEstimate
        The rows of the estimates table, in its order.
    cautions : tuple of Caution
        In the order of their table.
    """

    study: Study
    results: Results
    settings: ReportSettings
    estimates: tuple[ShownEstimate, ...] = ()
    cautions: tuple[Caution, ...] = ()

    @property
    def is_synthetic(self) -> bool:
        """Whether the study or its results say that the participants are simulated."""
        return self.study.identity.synthetic or bool(self.identity.get("synthetic"))

    @property
    def has_participants(self) -> bool:
        """Whether the study has participants; without any it asks the in-silico question alone."""
        return self.results.manifest.get("has_participants") is not False

    @property
    def identity(self) -> Mapping[str, Any]:
        """The study as the manifest names it; empty where it does not."""
        return _as_mapping(self.results.manifest.get("study"))

    @property
    def plan(self) -> Mapping[str, Any]:
        """The state of the analysis plan; empty where the manifest has none.

        Where the study only docks, the reason says what was not frozen: nothing of participants.
        """
        plan = _as_mapping(self.results.manifest.get("plan"))
        if plan and not plan.get("locked_at") and self._only_docks:
            return {**plan, "reason": _ONLY_DOCKS}
        return plan

    @property
    def _only_docks(self) -> bool:
        manifest = self.results.manifest
        return not self.has_participants and "dock" in manifest and "screen" not in manifest

    def select(self, section: str, *statistics: str) -> tuple[ShownEstimate, ...]:
        """Return the estimates of a section, of some statistics where any are named."""
        return tuple(
            shown
            for shown in self.estimates
            if shown.row.section == section
            and (not statistics or shown.row.statistic in statistics)
        )

    def list_cautions(self, section: str) -> tuple[Caution, ...]:
        """Return the cautions that name a section, the gravest first."""
        found = [caution for caution in self.cautions if section in caution.applies_to]
        return tuple(sorted(found, key=lambda caution: SEVERITIES.index(caution.severity)))

    def get_rows(self, kind: str) -> list[dict[str, Any]]:
        """Return a table's rows as mappings, sorted by ``order`` if there is one.

        Labels name the estimand where it shares its endpoint, as in the estimates.
        """
        frame = self.results.get_table(kind)
        if frame is None:
            return []
        if "order" in frame.columns:
            frame = frame.sort("order", maintain_order=True)
        rows = frame.to_dicts()
        if kind in _NAMED_BY_OUTCOME:
            subjects = _read_subjects(self.results)
            rows = [
                {**row, "label": _rename(subjects, row.get("estimand", ""), row["label"])}
                for row in rows
            ]
        return rows

    def find_provenance(self, step: str) -> str:
        """Return the identifier of the record of a step; empty where the manifest has none."""
        records = _as_mapping(self.results.manifest.get("provenance"))
        for key, record in records.items():
            if step in str(_as_mapping(record).get("step", "")):
                return str(key)
        return ""

    def order_arms(self, arms: Iterable[str]) -> list[str]:
        """Order identifiers of arms as the study does; unknown ones follow, everybody is last."""
        known = [arm.id for arm in self.study.arms]
        found = list(dict.fromkeys(arms))
        return sorted(found, key=lambda a: (a == "", known.index(a) if a in known else len(known)))

    def name_arm(self, arm: str) -> str:
        """Return the label of an arm; ``All participants`` for none."""
        found = self.study.find_arm(arm)
        return found.label if found else (arm or "All participants")

    def name_contrast(self, arm: str, comparator: str) -> str:
        """Name an arm, or an arm against another."""
        name = self.name_arm(arm)
        return f"{name} v {self.name_arm(comparator)}" if comparator else name

    def name_question(self, label: str, arm: str, comparator: str) -> str:
        """Name a contrast of what a label names; its arms where the label does not name both."""
        arms = [self.name_arm(name).casefold() for name in (arm, comparator) if name]
        if all(name in label.casefold() for name in arms):
            return label
        return f"{label}: {self.name_contrast(arm, comparator)}"

    def name_visit(self, visit: str) -> str:
        """Return the label of a visit, or its identifier."""
        found = self.study.find_visit(visit)
        return found.label if found else visit[:1].upper() + visit[1:]

    def order_visits(self, visits: Iterable[str]) -> list[str]:
        """Order identifiers of visits as the study does; unknown ones follow."""
        known = [visit.id for visit in self.study.visits]
        found = list(dict.fromkeys(visits))
        return sorted(found, key=lambda v: known.index(v) if v in known else len(known))


def make_material(study: Study, results: Results, settings: ReportSettings) -> Material:
    """Gather the material of a report."""
    return Material(
        study,
        results,
        resolve_report_settings(settings, study),
        tuple(_read_estimates(results.get_table("estimates"), _read_subjects(results))),
        tuple(_read_cautions(results.get_table("cautions"))),
    )


@dataclass(frozen=True, slots=True)
class _Subject:
    """An estimand that shares its endpoint: what rows of it are called, and by what name."""

    outcome: str
    heading: str


def _read_subjects(results: Results) -> Mapping[str, _Subject]:
    """Read which estimands share an endpoint; none where the results do not tell."""
    frame = results.get_table("estimands")
    if frame is None or "heading" not in frame.columns:
        return {}
    return {
        row["estimand"]: _Subject(row["variable"], row["heading"])
        for row in frame.to_dicts()
        if row["heading"]
    }


def _rename(subjects: Mapping[str, _Subject], estimand: str, label: str) -> str:
    """Put the heading of an estimand in the place of its endpoint's label."""
    found = subjects.get(estimand)
    if found is None or not f"{label},".startswith(f"{found.outcome},"):
        return label
    return found.heading + label.removeprefix(found.outcome)


def _read_estimates(
    frame: pl.DataFrame | None, subjects: Mapping[str, _Subject]
) -> Iterable[ShownEstimate]:
    if frame is None:
        return
    names = [f.name for f in fields(Estimate) if f.name in frame.columns]
    texts = {f.name for f in fields(Estimate) if f.type == "str"}
    for position, row in enumerate(frame.select(names).to_dicts(), start=1):
        filled: dict[str, Any] = {k: "" if v is None and k in texts else v for k, v in row.items()}
        estimate = Estimate(**filled)
        label = _rename(subjects, estimate.estimand, estimate.label)
        yield ShownEstimate(replace(estimate, label=label), position, estimate.label)


def _read_cautions(frame: pl.DataFrame | None) -> Iterable[Caution]:
    if frame is None:
        return
    frame = frame.sort("order", maintain_order=True) if "order" in frame.columns else frame
    for row in frame.to_dicts():
        yield Caution(
            id=row["id"],
            severity=row["severity"] if row["severity"] in SEVERITIES else "warning",
            title=row["title"],
            text=row["text"],
            applies_to=tuple(part.strip() for part in (row["applies_to"] or "").split(",")),
            source=row.get("source") or "",
        )


def _as_mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
