"""The command line answers at once: what is slow to load is loaded by the command that needs it."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("tubulus.cli.main") is None, reason="this version has no command line"
)

EXAMPLE = Path(__file__).parents[2] / "examples" / "noa-bmmsc"
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
ROOMS_OF_THE_SCREEN = (
    "tubulus.screen.engine",
    "tubulus.screen.network",
    "tubulus.screen.cargo",
    "numba",
)
NEEDED_BY_NO_COMMAND = ("scipy.stats", "scipy.signal", "pandas", "matplotlib", "distributed")
BEFORE_THE_SCREEN = (*DRAWS_AND_SETS_TABLES, *NEEDED_BY_NO_COMMAND, *ROOMS_OF_THE_SCREEN)

BUDGETS = {
    "tubulus.cli.groups": (*SLOW_TO_LOAD, *DRAWS_AND_SETS_TABLES, *NEEDED_BY_NO_COMMAND),
    "tubulus.cli.study_new": (*BEFORE_THE_SCREEN, "pyarrow"),
    "tubulus.cli.study_check": (*BEFORE_THE_SCREEN, "pyarrow"),
    "tubulus.cli.study_describe": (*BEFORE_THE_SCREEN, "pyarrow"),
    "tubulus.cli.study_simulate": (*BEFORE_THE_SCREEN, "pyarrow"),
    "tubulus.cli.plan": (*BEFORE_THE_SCREEN, "pyarrow"),
    "tubulus.cli.design_simulate": (*BEFORE_THE_SCREEN, "pyarrow"),
    "tubulus.cli.analysis_run": (*BEFORE_THE_SCREEN, "pyarrow"),
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


def test_a_check_of_a_study_with_a_screen_loads_neither_its_engine_nor_figures(tmp_path):
    study = shutil.copytree(EXAMPLE, tmp_path / "study", ignore=shutil.ignore_patterns("results"))
    loaded = run_python(
        "import sys\n"
        "from tubulus.cli.main import main\n"
        f"sys.argv = ['tubulus', 'study', 'check', {str(study)!r}]\n"
        "try:\n"
        "    main()\n"
        "except SystemExit:\n"
        "    pass\n"
        f"print('loaded:', *(name for name in {BEFORE_THE_SCREEN} if name in sys.modules))\n"
    ).splitlines()

    assert any("The definition is in order" in line for line in loaded)
    assert loaded[-1] == "loaded:"
