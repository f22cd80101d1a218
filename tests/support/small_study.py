"""A tiny study with its data and its plan, in a folder, so that variants are easy to make.

Two arms of a few participants, semen and hormones before and after, harms, one stratum. Every
test names what differs: the design, the plan's text, or the participants.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from tubulus.analysis.analyse import analyse_snapshot
from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.lock import compare_with_lock
from tubulus.analysis.plan.plan import collect_plan, read_plan
from tubulus.core.errors import Problem
from tubulus.core.progress import SilentProgress
from tubulus.study.definition.reading import read_study
from tubulus.study.definition.study import Study
from tubulus.study.derivations.items import derive_items
from tubulus.study.records.reading import read_records
from tubulus.study.snapshot import Snapshot, make_snapshot

__all__ = [
    "ANCOVA",
    "MISSING_RULE",
    "PLAN",
    "WINDOW",
    "Man",
    "SmallStudy",
    "make_event",
    "make_men",
    "make_small_study",
]

MISSING_RULE = 'estimator = "risk-difference"\nmissing = "non-response"'
"""The responders' rule for missing values, as it stands in the plan."""


WINDOW = {
    'when = "any(adverse-event where ctcae_grade >= 3)"\n': (
        'when = "any(adverse-event where ctcae_grade >= 3)"\n'
        'within_days = { form = "adverse-event", first = 1, last = 215 }\n'
        "observed_when = 'disposition.status = \"completed\"'\n"
    )
}
"""Edit that bounds the harm of the plan by study days and says who was followed to the end."""


def make_event(strategy: str) -> str:
    """Write the intercurrent event 'rescue' of the plan with a strategy."""
    return (
        '{ label = "rescue", when = "any(concomitant-medication where rescue)", '
        f'strategy = "{strategy}" }}'
    )


@dataclass(frozen=True)
class Man:
    """One participant; each field is what was entered, empty where nothing was.

    Parameters
    ----------
    infertility : str
        ``primary`` or ``secondary``.
    sperm : str
        ``none``, ``single``, ``counted``; empty where no sample was given at follow-up.
    concentration : str
        Sperm concentration at follow-up, million/mL.
    fsh, t : tuple of str
        FSH (IU/L) and testosterone (nmol/L) before and after.
    laboratories, times : tuple of str
        Laboratory and time of the blood before and after.
    methods : tuple of str
        Examination method before and after.
    harm, harm_on : str
        CTCAE grade of an adverse event, empty for none, and its first day.
    knew_arm, knew_visit : str
        Whether the examiner knew, at both visits.
    rescue : bool
        Whether hormones were given to bring back sperm.
    status : str
        How the participation ended.
    """

    arm: str = "cells"
    age: str = "34"
    infertility: str = "primary"
    sperm: str = "none"
    concentration: str = ""
    fsh: tuple[str, str] = ("20", "21")
    t: tuple[str, str] = ("10", "10")
    laboratories: tuple[str, str] = ("central", "central")
    times: tuple[str, str] = ("08:30", "08:30")
    methods: tuple[str, str] = ("sediment", "sediment")
    knew_arm: str = "no"
    knew_visit: str = "no"
    harm: str = ""
    harm_on: str = ""
    rescue: bool = False
    status: str = "completed"


def make_men(arm: str, n: int, responders: int = 0, **differs: Any) -> tuple[Man, ...]:
    """Make men of one arm, the first of them responders; FSH differs from man to man."""
    return tuple(
        replace(
            Man(arm=arm, fsh=(str(15 + i), str(16 + (3 * i) % 7)), t=(str(8 + i), str(9 + i % 4))),
            age=str(30 + (5 * i) % 11),
            sperm="counted" if i < responders else "none",
            concentration=f"0.{i + 1}" if i < responders else "0",
            **differs,
        )
        for i in range(n)
    )


_DESIGN = """
schema_version = 1
[study]
id = "small"
title = "A small study"
allocation = "{allocation}"
allocation_basis = "choice"
masking = "{masking}"
synthetic = {synthetic}
[roles]
{role}
[[visits]]
id = "baseline"
label = "Baseline"
baseline = true
[[visits]]
id = "month-6"
label = "Month 6"
day = 183
[[visits]]
id = "surgery"
label = "Surgery"
day = 20
arms = ["{first}"]
[[laboratories]]
id = "central"
label = "Central laboratory"
[[laboratories]]
id = "clinic"
label = "Laboratory of the clinic"
[[forms]]
use = "allocation"
{codes}
[[forms]]
use = "history"
[[forms]]
use = "semen"
visits = ["baseline", "month-6"]
[[forms]]
use = "hormones"
visits = ["baseline", "month-6"]
[[forms]]
use = "adverse-event"
[[forms]]
use = "concomitant-medication"
[[forms]]
id = "person"
label = "Person"
identifying = false
items = [{{ id = "age", label = "Age", kind = "number", unit = "a" }}]
[[forms]]
id = "tissue"
label = "Histology"
identifying = false
arms = ["{first}"]
items = [
  {{ id = "score", label = "Johnsen score", kind = "number" }},
  {{ id = "pattern", label = "Pattern", kind = "code", codes = {{ sco = "S", arrest = "A" }} }},
]
[[forms]]
id = "theatre"
label = "Theatre"
identifying = false
visits = ["surgery", "month-6"]
items = [{{ id = "minutes", label = "Minutes", kind = "number" }}]
"""

PLAN = """
[plan]
[[analysis_sets]]
id = "all"
label = "Everybody"
when = "exists(allocation)"
[[strata]]
id = "infertility"
label = "Infertility"
value = "history.infertility_type"
[[flow]]
id = "allocated"
label = "Allocated"
when = "exists(allocation)"
[[flow]]
id = "examined"
label = "Examined"
when = "exists(semen@month-6)"
reason = "disposition.status"
[[baseline]]
id = "age"
label = "Age"
value = "person.age"
[[baseline]]
id = "infertility"
label = "Infertility"
value = "history.infertility_type"
[[baseline]]
id = "fsh"
label = "FSH"
value = "hormones.fsh@baseline"
scale = "log"
[[endpoints]]
id = "harm"
label = "Severe harm"
kind = "binary"
harm = true
when = "any(adverse-event where ctcae_grade >= 3)"
[[endpoints]]
id = "sperm"
label = "Any sperm"
kind = "binary"
visit = "month-6"
when = 'any(semen@month-6 where sperm_seen in ["single", "counted"])'
examination = {{ form = "semen", baseline = ["baseline"], follow_up = "month-6" }}
[[endpoints]]
id = "concentration"
label = "Concentration"
kind = "amount"
visit = "month-6"
when = 'any(semen@month-6 where sperm_seen in ["single", "counted"])'
value = 'max(semen.concentration@month-6 where sperm_seen = "counted")'
[[endpoints]]
id = "fsh"
label = "FSH at month 6"
kind = "number"
visit = "month-6"
value = "hormones.fsh@month-6"
baseline = "hormones.fsh@baseline"
regression_to_mean.population = 21.0
regression_to_mean.correlation = 0.8
regression_to_mean.population_source = "a test"
regression_to_mean.variation_source = "a guess"
[[endpoints]]
id = "testosterone"
label = "Testosterone at month 6"
kind = "number"
scale = "identity"
visit = "month-6"
value = "hormones.testosterone@month-6"
baseline = "hormones.testosterone@baseline"
[[estimands]]
id = "s1"
label = "Severe harm"
population = "all"
treatment = {arms}
variable = "harm"
summary = "share"
estimator = "exact-share"
missing = "no event"
role = "safety"
[[estimands]]
id = "r1"
label = "Responders"
population = "all"
treatment = {arms}
variable = "sperm"
intercurrent_events = [
  {{ label = "rescue", when = "any(concomitant-medication where rescue)", strategy = "composite" }},
]
summary = "risk difference"
estimator = "{responder_estimator}"
missing = "non-response"
{test}
stratum = "infertility"
sensitivity = ["same examination"]
role = "primary"
[[estimands]]
id = "c1"
label = "Concentration"
population = "all"
treatment = {arms}
variable = "concentration"
summary = "share with any"
estimator = "two-part"
missing = "non-response"
role = "secondary"
"""

ANCOVA = """
[[estimands]]
id = "{id}"
label = "{variable}"
population = "all"
treatment = {arms}
variable = "{variable}"
summary = "contrast"
estimator = "{estimator}"
covariates = {covariates}
role = "secondary"
"""


@dataclass(frozen=True)
class SmallStudy:
    """A small study in its folder."""

    folder: Path
    edits: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def study(self) -> Study:
        return read_study(self.folder)

    @cached_property
    def plan(self) -> Plan:
        return read_plan(self.study)

    @cached_property
    def snapshot(self) -> Snapshot:
        records = read_records(self.study, self.folder / "data")
        return make_snapshot(self.study, derive_items(self.study, records))

    @cached_property
    def tables(self) -> Mapping[str, pl.DataFrame]:
        """Every table of the analysis."""
        return analyse_snapshot(
            self.snapshot,
            self.plan,
            status=compare_with_lock(None, self.study.source.data),
            provenance="p1",
            progress=SilentProgress(),
        )

    @property
    def problems(self) -> list[Problem]:
        """Every problem of the plan."""
        return collect_plan(self.study)[1]

    @property
    def cautions(self) -> dict[str, str]:
        """Text of each caution by its identifier; several of one rule are joined."""
        found: dict[str, str] = {}
        for row in self.tables["cautions"].iter_rows(named=True):
            found[row["id"]] = f"{found.get(row['id'], '')} {row['text']}".strip()
        return found

    @property
    def claims(self) -> dict[str, dict[str, Any]]:
        """Claim of each estimand."""
        return {row["id"]: row for row in self.tables["claims"].iter_rows(named=True)}

    def find(self, statistic: str, **keys: str) -> list[dict[str, Any]]:
        """Return the rows of the estimates of a statistic and of other keys."""
        wanted = {"statistic": statistic, **keys}
        rows = self.tables["estimates"].iter_rows(named=True)
        return [row for row in rows if all(row[key] == own for key, own in wanted.items())]

    def find_one(self, statistic: str, **keys: str) -> dict[str, Any]:
        """Return the one row of a statistic for everybody, unless a stratum is named."""
        rows = self.find(statistic, **{"stratum": "", **keys})
        assert len(rows) == 1, [(r["section"], r["arm"], r["estimand"]) for r in rows]
        return rows[0]


def make_small_study(
    folder: Path,
    *,
    men: Sequence[Man] | None = None,
    arms: Sequence[str] = ("cells", "control"),
    allocation: str = "non-randomised",
    masking: str = "open label",
    synthetic: bool = False,
    operated: Sequence[str] = (),
    moves: Mapping[str, Sequence[str]] | None = None,
    anchors: Mapping[str, str] | None = None,
    forms: Sequence[str] = ("disposition", "partner", "pregnancy", "neonatal"),
    hormones: Sequence[str] = ("fsh", "testosterone"),
    covariates: Sequence[str] = (),
    test: str = "fisher",
    plan: str = PLAN,
    edits: Mapping[str, str] | None = None,
    more: str = "",
) -> SmallStudy:
    """Write a small study into a folder.

    Parameters
    ----------
    folder : Path
        An empty folder.
    men : sequence of Man, optional
        The participants; ten an arm, three responders in the first and one in the others.
    arms : sequence of str
        Identifiers of the arms, the experimental one first.
    allocation, masking, synthetic, operated, moves, anchors
        The design; ``moves`` maps an arm to items, ``anchors`` an arm to ``form.item``.
    forms : sequence of str
        Further built-in forms.
    hormones, covariates, test
        Number endpoints that are estimated, what they are adjusted for, test of the responders.
    plan, edits, more
        Text of the plan, replacements in the whole text (each must be found), text at its end.
    """
    controlled = len(arms) > 1
    text = _write_design(arms, allocation, masking, synthetic, operated, moves or {}, anchors or {})
    text += "".join(f'[[forms]]\nuse = "{name}"\n' for name in forms)
    names = _write_list(arms)
    text += plan.format(
        arms=names,
        responder_estimator="risk-difference" if controlled else "exact-share",
        test=f'test = "{test}"' if controlled else "",
    )
    for hormone in hormones:
        text += ANCOVA.format(
            id=f"h-{hormone}",
            variable=hormone,
            arms=names,
            estimator="ancova" if controlled else "before-after",
            covariates=_write_list(covariates if controlled else ()),
        )
    if "disposition" not in forms:
        text = text.replace('reason = "disposition.status"\n', "")
    text += more
    for old, new in (edits or {}).items():
        assert old in text, f"the text to replace is not there: {old}"
        text = text.replace(old, new)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.toml").write_text(text, encoding="utf-8")
    if men is None:
        men = [m for k, arm in enumerate(arms) for m in make_men(arm, 10, 1 if k else 3)]
    _write_data(folder / "data", men, has_disposition="disposition" in forms)
    return SmallStudy(folder)


def _write_list(names: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def _write_design(
    arms: Sequence[str],
    allocation: str,
    masking: str,
    synthetic: bool,
    operated: Sequence[str],
    moves: Mapping[str, Sequence[str]],
    anchors: Mapping[str, str],
) -> str:
    codes = ", ".join(f'{arm} = "{arm.capitalize()}"' for arm in arms)
    text = _DESIGN.format(
        allocation=allocation,
        masking=masking,
        synthetic=str(synthetic).lower(),
        role='arm = "allocation.arm"',
        first=arms[0],
        codes=f'[[forms.items]]\nid = "arm"\ncodes = {{ {codes} }}',
    )
    for position, arm in enumerate(arms):
        text += f'[[arms]]\nid = "{arm}"\nlabel = "{arm.capitalize()} arm"\n'
        text += f'role = "{"comparator" if position else "experimental"}"\n'
        text += f"operated = {str(arm in operated).lower()}\n"
        text += f"moves = {_write_list(moves.get(arm, ()))}\n"
        if arm in anchors:
            form, _, item = anchors[arm].partition(".")
            text += f'anchor = {{ form = "{form}", item = "{item}" }}\n'
    return text


def _write_data(folder: Path, men: Sequence[Man], *, has_disposition: bool) -> None:
    tables: dict[str, list[dict[str, str]]] = {}

    def add(form: str, **cells: str) -> None:
        tables.setdefault(form, []).append(cells)

    for number, man in enumerate(men, start=1):
        name = f"P{number:03d}"
        add("allocation", participant=name, arm=man.arm, allocated_on="2026-01-10")
        add("history", participant=name, infertility_type=man.infertility)
        add("person", participant=name, age=man.age)
        for k, visit in enumerate(("baseline", "month-6")):
            _add_hormones(add, name, man, visit, k)
            if k == 0 or man.sperm:
                _add_semen(add, name, man, visit, k)
        if man.harm:
            event = {"term": "x", "ctcae_grade": man.harm, "started_on": man.harm_on}
            add("adverse-event", participant=name, **event)
        if man.rescue:
            add("concomitant-medication", participant=name, drug="x", rescue="yes")
        if has_disposition:
            add("disposition", participant=name, status=man.status)
    folder.mkdir()
    for form, rows in tables.items():
        with (folder / f"{form}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)


def _add_hormones(add: Any, name: str, man: Man, visit: str, k: int) -> None:
    if man.fsh[k] or man.t[k]:
        add(
            "hormones",
            participant=name,
            visit=visit,
            collected_at=man.times[k],
            laboratory=man.laboratories[k],
            fsh=man.fsh[k],
            testosterone=man.t[k],
        )


def _add_semen(add: Any, name: str, man: Man, visit: str, k: int) -> None:
    sediment = man.methods[k] == "sediment"
    add(
        "semen",
        participant=name,
        visit=visit,
        sample_number="1",
        examination_method=man.methods[k],
        centrifugation_g="3000" if sediment else "",
        centrifugation_min="15" if sediment else "",
        examiner_knew_arm=man.knew_arm,
        examiner_knew_visit=man.knew_visit,
        sperm_seen=man.sperm if k else "none",
        concentration=man.concentration if k else "0",
    )
