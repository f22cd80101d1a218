"""The first tutorial is carried out as it is written."""

import doctest
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.documents import list_blocks, list_steps

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "tutorials" / "first-study.md"
EXAMPLES = ROOT / "examples"
HAS_COMMANDS = importlib.util.find_spec("tubulus.cli.main") is not None


def run_command(command, folder):
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }
    return subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.skipif(not HAS_COMMANDS, reason="this version has no command line")
def test_every_command_of_the_tutorial_does_what_the_page_shows(tmp_path):
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    for step in list_steps(PAGE):
        done = run_command(step.command, tmp_path)

        assert done.returncode == 0, f"$ {step.command}\n{done.stdout}{done.stderr}"
        if step.output:
            # `...` on the page stands for anything
            assert doctest.OutputChecker().check_output(
                step.output, done.stdout, doctest.ELLIPSIS
            ), f"$ {step.command}\n{done.stdout}\nthe page shows:\n{step.output}"

    assert (tmp_path / "my-trial" / "report" / "report.html").is_file()


def test_the_tutorial_names_every_step_from_the_folder_to_the_report():
    commands = [" ".join(step.command.split()[1:3]) for step in list_steps(PAGE)]

    assert commands[0] == "study new"
    assert {"plan freeze", "study simulate", "run my-trial"} <= set(commands)
    assert commands.index("plan freeze") < commands.index("study simulate")


@pytest.mark.skipif(not HAS_COMMANDS, reason="this version has no command line")
def test_the_definition_that_the_tutorial_shows_is_in_order(tmp_path):
    text = "schema_version = 1\n" + "".join(list_blocks(PAGE, "toml"))
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")

    done = run_command(f"tubulus study check {tmp_path}", tmp_path)

    assert done.returncode == 0, done.stderr
