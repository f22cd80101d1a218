"""Write the reference pages that follow from the code: study file, built-in forms, units, rooms.

They are written anew at every build, into a folder that is not tracked, and so are never stale.
"""

from __future__ import annotations

import json
import pkgutil
import re
from collections import defaultdict
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from tubulus.analysis.estimators.registry import ESTIMATORS
from tubulus.analysis.plan.sections import (
    Adjustment,
    AnalysisSet,
    Background,
    BaselineVariable,
    CorrelationWish,
    CountWish,
    DayWindow,
    DescribeSettings,
    Design,
    DesignCorrelation,
    DesignCovariate,
    DesignOutcome,
    Endpoint,
    Estimand,
    Examination,
    FlowStep,
    HarmShare,
    Hypothesis,
    IntercurrentEvent,
    MissingOutcomes,
    Monitoring,
    Multiverse,
    PlanSettings,
    Power,
    RegressionToMean,
    Scenario,
    Stratum,
    Testing,
    UnmeasuredConfounder,
)
from tubulus.core.identifiers import IDENTIFIER_PATTERN
from tubulus.core.units import UNITS
from tubulus.dock.calibration.settings import CalibrationSettings
from tubulus.dock.preparation.settings import PreparationSettings
from tubulus.dock.search.settings import SearchSettings
from tubulus.dock.settings import ClusterSettings, DecoySettings, DockSettings, RefinementSettings
from tubulus.exchange.sources import Column, Source
from tubulus.report.settings import ReportSettings
from tubulus.runs.data_kinds import DATA_KINDS
from tubulus.runs.settings import RunSettings
from tubulus.screen.settings import EvidenceSettings, IntegrationSettings, ScreenSettings
from tubulus.study.definition.check_settings import CheckSettings
from tubulus.study.definition.eligibility import Criterion
from tubulus.study.definition.form_library import list_standard_forms, resolve_form
from tubulus.study.definition.forms import EditCheck, Form, Item
from tubulus.study.definition.identity import Anchor, Arm, Roles, StudyIdentity, Visit
from tubulus.study.definition.laboratories import Assay, Laboratory
from tubulus.study.definition.reported import Reported
from tubulus.study.definition.toml_places import PlacedTable
from tubulus.study.simulation import settings as simulation

if TYPE_CHECKING:
    from sphinx.application import Sphinx

STUDY_TABLES: dict[str, type[BaseModel]] = {
    "[study]": StudyIdentity,
    "[roles]": Roles,
    "[[arms]]": Arm,
    "anchor of an arm": Anchor,
    "[[visits]]": Visit,
    "[[laboratories]]": Laboratory,
    "assays of a laboratory": Assay,
    "[[forms]]": Form,
    "[[forms.items]]": Item,
    "[[forms.checks]] and [[checks]]": EditCheck,
    "[[eligibility]]": Criterion,
    "[check_settings]": CheckSettings,
    "[[reported]]": Reported,
    "[[sources]]": Source,
    "columns of a source": Column,
    "[describe]": DescribeSettings,
    "correlations of [describe]": CorrelationWish,
    "counts of [describe]": CountWish,
    "[run]": RunSettings,
    "[report]": ReportSettings,
}
SCREEN_TABLES: dict[str, type[BaseModel]] = {
    "[screen]": ScreenSettings,
    "[screen.evidence]": EvidenceSettings,
    "[screen.integration]": IntegrationSettings,
}
DOCK_TABLES: dict[str, type[BaseModel]] = {
    "[dock]": DockSettings,
    "[dock.preparation]": PreparationSettings,
    "[dock.search]": SearchSettings,
    "[dock.refinement]": RefinementSettings,
    "[dock.clusters]": ClusterSettings,
    "[dock.decoys]": DecoySettings,
    "[dock.calibration]": CalibrationSettings,
}
PLAN_TABLES: dict[str, type[BaseModel]] = {
    "[plan]": PlanSettings,
    "[[analysis_sets]]": AnalysisSet,
    "[[strata]]": Stratum,
    "[[flow]]": FlowStep,
    "[[baseline]]": BaselineVariable,
    "[[endpoints]]": Endpoint,
    "examination of an endpoint": Examination,
    "within_days of an endpoint": DayWindow,
    "background of an endpoint": Background,
    "regression_to_mean of an endpoint": RegressionToMean,
    "[[estimands]]": Estimand,
    "intercurrent_events of an estimand": IntercurrentEvent,
    "[adjustment]": Adjustment,
    "[testing]": Testing,
    "[[testing.hypotheses]]": Hypothesis,
    "[[multiverse]]": Multiverse,
    "[[monitoring]]": Monitoring,
    "[[power]]": Power,
    "[design]": Design,
    "[[design.covariates]]": DesignCovariate,
    "[[design.correlations]]": DesignCorrelation,
    "[[design.outcomes]]": DesignOutcome,
    "[[design.scenarios]]": Scenario,
    "unmeasured of a scenario": UnmeasuredConfounder,
    "missing of a scenario": MissingOutcomes,
    "harms of a scenario": HarmShare,
}
SIMULATION_TABLES: dict[str, type[BaseModel]] = {
    "[simulation]": simulation.SimulationSettings,
    "[simulation.visits]": simulation.SimulatedVisits,
    "[[simulation.arms]]": simulation.SimulatedArm,
    "[[simulation.marginals]]": simulation.Marginal,
    "[[simulation.correlations]]": simulation.Correlation,
    "[[simulation.changes]]": simulation.Change,
    "[[simulation.response]]": simulation.ResponseRate,
    "[simulation.condition]": simulation.Condition,
    "[simulation.screening]": simulation.ScreeningFailures,
    "[simulation.aetiology]": simulation.AetiologyShares,
    "[simulation.mess]": simulation.Mess,
    "[simulation.sperm]": simulation.SpermFindings,
    "[[simulation.adverse_events]]": simulation.AdverseEventRate,
}
ROOMS = ("core", "stats", "screen", "dock")
WORDS = {str: "text", int: "whole number", float: "number", bool: "true or false"}


def write_table(head: list[str], rows: list[list[str]]) -> str:
    """Write a Markdown table; marks inside cells are escaped."""
    lines = [head, ["---"] * len(head), *rows]
    cells = (
        " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) for row in lines
    )
    return "\n".join(f"| {row} |" for row in cells) + "\n"


def describe_type(annotation: Any) -> str:
    """Say in words what may stand behind a key."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return " or ".join(f"`{argument}`" for argument in arguments)
    if origin is tuple:
        return f"list of {describe_type(arguments[0])}"
    if origin is dict:
        return f"table of {describe_type(arguments[1])}"
    if origin is Union or type(annotation).__name__ == "UnionType":
        kinds = (a for a in arguments if a is not type(None))
        return " or ".join(describe_type(kind) for kind in kinds)
    if hasattr(annotation, "__metadata__"):
        return "identifier"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "table"
    return WORDS.get(annotation, "value")


def describe_bounds(field: FieldInfo) -> str:
    """Say between which numbers a value must lie; nothing where none is set."""
    words = {"ge": "at least", "gt": "above", "le": "at most", "lt": "below"}
    bounds = [
        f"{word} {getattr(part, key):,}".removesuffix(".0")
        for key, word in words.items()
        for part in field.metadata
        if getattr(part, key, None) is not None
    ]
    return " and ".join(bounds)


def describe_default(field: FieldInfo) -> str:
    """Say what holds where a key is left out."""
    default = field.get_default(call_default_factory=True)
    if field.is_required() or default is None or default in ("", (), {}):
        return ""
    if isinstance(default, BaseModel):
        return "its own defaults"
    return f"`{json.dumps(default)}`"


def read_meanings(model: type[BaseModel]) -> dict[str, str]:
    """Read what the docstring of a model says of its keys."""
    _, _, text = (model.__doc__ or "").partition("----------\n")
    text = re.split(r"^    \w+\n    -+$", text, maxsplit=1, flags=re.MULTILINE)[0]
    entries = re.split(r"^    (\w+(?:, \w+)*) : .*$", text, flags=re.MULTILINE)[1:]
    return {
        name: " ".join(meaning.split()).replace("``", "`")
        for names, meaning in zip(entries[::2], entries[1::2], strict=True)
        for name in names.split(", ")
    }


def describe_keys(model: type[BaseModel]) -> str:
    """List the keys of a table with what may stand there."""
    rows, meanings = [], read_meanings(model)
    for name, field in model.model_fields.items():
        patterns = {getattr(part, "pattern", None) for part in field.metadata}
        is_name = IDENTIFIER_PATTERN in patterns
        kind = "identifier" if is_name else describe_type(field.annotation)
        kind = ", ".join(filter(None, (kind, describe_bounds(field))))
        needed = "yes" if field.is_required() else ""
        default = describe_default(field)
        meaning = field.description or meanings.get(name, "")
        rows.append([f"`{name}`", kind, needed, default, meaning])
    return write_table(["key", "what stands there", "required", "if left out", "meaning"], rows)


def render_tables(head: str, tables: dict[str, type[BaseModel]]) -> str:
    """Render a page on tables of study.toml: what each is for, and its keys."""
    parts = [head]
    for title, model in tables.items():
        # the parameters of a docstring stand in the table of keys
        text = (model.__doc__ or "").split("Parameters\n")[0]
        text = " ".join(text.split()).replace("``", "`")
        parts += [f"## `{title}`" if title[0] == "[" else f"## {title.capitalize()}", text + "\n"]
        parts.append(describe_keys(model))
    return "\n".join(parts)


def render_study_file() -> str:
    """Render the page on the tables that define, import and describe a study."""
    head = (
        "# The study file\n\n`study.toml` begins with `schema_version = 1`.\n"
        "Unknown keys are refused, and all problems are reported at once.\n"
    )
    return render_tables(head, STUDY_TABLES)


def render_plan() -> str:
    """Render the page on the tables of the analysis plan."""
    head = "# The analysis plan\n\nThe tables of `study.toml` that say what is analysed, and how.\n"
    rows = [
        [
            f"`{e.name}`",
            e.describes,
            ", ".join(e.kinds),
            str(e.arms),
            ", ".join(e.options),
            ", ".join(e.tests),
            ", ".join(e.sensitivities),
        ]
        for e in ESTIMATORS.values()
    ]
    columns = ["estimator", "gives", "kinds of endpoint", "arms at least", "makes use of"]
    columns += ["tests", "sensitivity analyses"]
    return render_tables(head, PLAN_TABLES) + "\n## Estimators\n\n" + write_table(columns, rows)


def render_simulation() -> str:
    """Render the page on the tables from which a synthetic study is drawn."""
    head = "# Simulation\n\nWhat a synthetic study is drawn from; every number names its source.\n"
    return render_tables(head, SIMULATION_TABLES)


def render_screen() -> str:
    """Render the page on the tables of the screen."""
    return render_tables("# The screen\n", SCREEN_TABLES)


def render_dock() -> str:
    """Render the page on the tables of docking."""
    head = (
        "# Docking\n\nThe tables of `study.toml` that say what is docked, and how.\n"
        "[](../../howto/dock-a-list-of-pairs.md) shows how they are used.\n"
    )
    return render_tables(head, DOCK_TABLES)


def render_data_files() -> str:
    """Render the page on the files that a user can add."""
    head = (
        "# Data files\n\nWhat `tubulus data add` takes.\n"
        "Nothing is downloaded; terms are those of the source, as far as they were read.\n"
        "[](../../howto/add-data-files.md) shows how.\n\n"
    )
    rows = [
        [
            f"`{kind.name}`",
            kind.title,
            kind.purpose,
            kind.place,
            kind.licence,
            f"`{kind.setting}`" if kind.setting else "",
            ", ".join(f"`{column}`" for column in kind.columns) or "any of several formats",
        ]
        for kind in DATA_KINDS
    ]
    columns = ["kind", "what it is", "good for", "where to get it", "terms", "key"]
    columns.append("columns looked for")
    return head + write_table(columns, rows)


FORMS_HEAD = """\
Its table `data/name.csv` has the column `participant`, then `visit` where the study gives the form
`visits`, then the items.
A column named after an item with `_unit` behind it names the unit of the value, where that is not
the first of the units listed.
Where a form belongs to visits, "one row" means one a visit.
What identifies a person is kept out of every export without names.
"""


def render_forms() -> str:
    """Render the page on the built-in forms."""
    parts = [
        "# Built-in forms\n",
        'A study takes one with `[[forms]]` and `use = "name"`.\n',
        FORMS_HEAD,
    ]
    for name in list_standard_forms():
        own = {"use": name}
        table = PlacedTable("study.toml", {"forms": [own]})
        found = resolve_form(table, 0, own, [])
        form = Form.model_validate(found.data, strict=False) if found else None
        if form is None:
            raise ValueError(f"the built-in form {name} cannot be read")
        parts += [f"## {name}\n", " ".join(filter(None, (f"{form.label}.", form.purpose))) + "\n"]
        parts += [f"{describe_rows(form)}\n", describe_items(form)]
    return "\n".join(parts)


def describe_rows(form: Form) -> str:
    """Say how many rows of a form a participant may have, whom they are about, how it is dated."""
    told = ["Several rows a participant and visit." if form.repeats else "One row."]
    if form.about != "participant":
        told.append(f"About the {form.about}.")
    told.append(f"Dated by `{form.dated_by}`." if form.dated_by else "Not dated.")
    return " ".join(told)


def describe_items(form: Form) -> str:
    """List the items of a form with what may be entered."""
    rows = []
    for item in form.items:
        codes = "; ".join(f"`{code}` {meaning}" for code, meaning in item.codes.items())
        units = [item.unit, *item.units] if item.unit else []
        needed = "yes" if item.required else ""
        if item.ask_when:
            needed = (needed + f" where `{item.ask_when}`").strip()
        rows.append(
            [
                f"`{item.id}`",
                item.label,
                "computed" if item.derive else item.kind,
                ", ".join(units),
                needed,
                "yes" if form.is_identifying(item) else "",
                " ".join(filter(None, (codes, item.note))),
            ]
        )
    head = ["item", "label", "kind", "units", "required", "identifying", "codes and remarks"]
    return write_table(head, rows)


def render_units() -> str:
    """Render the page on units."""
    groups = defaultdict(list)
    for unit in UNITS.values():
        groups[unit.dimension].append(unit)
    rows = [[d, ", ".join(f"`{u.name}`" for u in units)] for d, units in groups.items()]
    return "# Units\n\nUnits in one row convert into each other.\n\n" + write_table(
        ["dimension", "units"], rows
    )


def render_room(room: str) -> str:
    """Render the page on the public modules of a room."""
    package = import_module(f"tubulus.{room}")
    names = sorted(
        module.name
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if not re.search(r"\._", module.name)
    )
    parts = [f"# Python: `{package.__name__}`\n"]
    for name in [package.__name__, *names]:
        # a package only re-exports: its members stand at their defining module
        is_package = hasattr(import_module(name), "__path__")
        members = "" if is_package else "   :members:\n"
        parts.append(f"## `{name}`\n\n```{{eval-rst}}\n.. automodule:: {name}\n{members}```\n")
    return "\n".join(parts)


def write_pages(app: Sphinx) -> None:
    """Write every generated page; leave a page alone whose text is as it was."""
    folder = Path(app.srcdir) / "reference" / "generated"
    folder.mkdir(parents=True, exist_ok=True)
    pages = {
        "study-file": render_study_file(),
        "plan": render_plan(),
        "screen": render_screen(),
        "dock": render_dock(),
        "data-files": render_data_files(),
        "simulation": render_simulation(),
        "forms": render_forms(),
        "units": render_units(),
    }
    pages |= {f"python-{room}": render_room(room) for room in ROOMS}
    for name, text in pages.items():
        path = folder / f"{name}.md"
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.connect("builder-inited", write_pages)
    return {"parallel_read_safe": True}
