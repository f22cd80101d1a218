"""The command line answers at once: what is slow to load is loaded by the command that needs it."""

import importlib.util
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("tubulus.cli.main") is None, reason="this version has no command line"
)

SLOW_TO_LOAD = ("numpy", "scipy", "polars", "pyarrow", "pydantic", "altair", "great_tables")


def run_python(code):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    ).stdout


def test_help_loads_no_numerical_library():
    loaded = run_python(
        "import sys\n"
        "from tubulus.cli.main import main\n"
        "sys.argv = ['tubulus', '--help']\n"
        "try:\n"
        "    main()\n"
        "except SystemExit as end:\n"
        "    assert not end.code, end.code\n"
        f"print('loaded:', *(name for name in {SLOW_TO_LOAD} if name in sys.modules))\n"
    ).splitlines()[-1]

    assert loaded == "loaded:"


DRAWS_AND_SETS_TABLES = ("altair", "great_tables", "vl_convert", "jinja2")
NEEDED_BY_NO_COMMAND = ("scipy.stats", "scipy.signal", "pandas", "matplotlib", "distributed")

BUDGETS = {
    "tubulus.cli.groups": (*SLOW_TO_LOAD, *DRAWS_AND_SETS_TABLES, *NEEDED_BY_NO_COMMAND),
    "tubulus.cli.study_new": (*DRAWS_AND_SETS_TABLES, *NEEDED_BY_NO_COMMAND, "pyarrow"),
    "tubulus.cli.study_check": (*DRAWS_AND_SETS_TABLES, *NEEDED_BY_NO_COMMAND, "pyarrow"),
    "tubulus.cli.study_describe": (*DRAWS_AND_SETS_TABLES, *NEEDED_BY_NO_COMMAND, "pyarrow"),
    "tubulus.cli.study_simulate": (*DRAWS_AND_SETS_TABLES, *NEEDED_BY_NO_COMMAND, "pyarrow"),
    "tubulus.cli.plan": (*DRAWS_AND_SETS_TABLES, *NEEDED_BY_NO_COMMAND, "pyarrow"),
    "tubulus.cli.design_simulate": (*DRAWS_AND_SETS_TABLES, *NEEDED_BY_NO_COMMAND, "pyarrow"),
    "tubulus.cli.analysis_run": (*DRAWS_AND_SETS_TABLES, *NEEDED_BY_NO_COMMAND, "pyarrow"),
    "tubulus.cli.screen_run": (*DRAWS_AND_SETS_TABLES, *NEEDED_BY_NO_COMMAND, "pyarrow"),
    "tubulus.cli.report_build": NEEDED_BY_NO_COMMAND,
    "tubulus.cli.run": NEEDED_BY_NO_COMMAND,
}
"""What the module of a command must not load; from light to heavy, as they share one process."""


def test_each_command_loads_no_more_than_its_budget():
    loaded = run_python(
        "import importlib, sys\n"
        f"for command, forbidden in {BUDGETS!r}.items():\n"
        "    importlib.import_module(command)\n"
        "    print(command, *(name for name in forbidden if name in sys.modules))\n"
    ).splitlines()

    assert loaded == list(BUDGETS)
