"""The nouns of the command line and the modules of their verbs."""

from __future__ import annotations

from tubulus.cli.lazy import LazyGroup

__all__ = [
    "analysis", "data", "design", "dock", "methods", "plan", "report", "screen", "study",
]  # fmt: skip

study = LazyGroup(
    name="study",
    help="Make, check, simulate and describe a study.",
    lazy={
        "new": ("tubulus.cli.study_new:new", "Make a study folder from a template."),
        "check": ("tubulus.cli.study_check:check", "Check definition and data."),
        "simulate": ("tubulus.cli.study_simulate:simulate", "Draw synthetic participants."),
        "describe": ("tubulus.cli.study_describe:describe", "Describe the data."),
    },
)

plan = LazyGroup(
    name="plan",
    help="Freeze, amend and write out the analysis plan.",
    lazy={
        "freeze": ("tubulus.cli.plan:freeze", "Record the plan, when, by whom, before which data."),
        "amend": ("tubulus.cli.plan:amend", "Record a change of the plan with its reason."),
        "write": ("tubulus.cli.plan:write", "Write the statistical section of the protocol."),
    },
)

design = LazyGroup(
    name="design",
    help="Try the plan on simulated trials.",
    lazy={
        "simulate": (
            "tubulus.cli.design_simulate:simulate",
            "Simulate trials and run the plan on each: error rates, power, coverage.",
        )
    },
)

analysis = LazyGroup(
    name="analysis",
    help="Run the analysis plan.",
    lazy={"run": ("tubulus.cli.analysis_run:run", "Run the plan on the data as they are.")},
)

screen = LazyGroup(
    name="screen",
    help="Screen vesicle cargo against receptors.",
    lazy={"run": ("tubulus.cli.screen_run:run", "Run the screen that the study declares.")},
)

dock = LazyGroup(
    name="dock",
    help="Dock candidate pairs against decoy partners.",
    lazy={"run": ("tubulus.cli.dock_run:run", "Run the campaign that the study declares.")},
)

report = LazyGroup(
    name="report",
    help="Build the report.",
    lazy={"build": ("tubulus.cli.report_build:build", "Build the report from the results.")},
)

data = LazyGroup(
    name="data",
    help="List the data that Tubulus carries, add files and verify them.",
    lazy={
        "list": ("tubulus.cli.data_list:list_data", "List built-in tables and what to add."),
        "add": ("tubulus.cli.data_add:add", "Check a file, copy it and record its hash."),
        "verify": ("tubulus.cli.data_verify:verify", "Say which added files are changed."),
    },
)

methods = LazyGroup(
    name="methods",
    help="List the statistical methods and hold their numbers against other programs.",
    lazy={
        "list": ("tubulus.cli.methods:list_all", "List every method: gives, limits, source."),
        "validate": (
            "tubulus.cli.methods:validate",
            "Recompute reference numbers of R and of papers.",
        ),
    },
)
