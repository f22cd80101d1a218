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
