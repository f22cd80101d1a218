"""One contract for the processes of this machine and for the runner in memory."""

import sys
import time

import pytest
from tests.support.programs import MadePrograms

from tubulus.dock.external.programs.runner import LocalPrograms, ProgramResult

SCRIPTS = {
    "writes.py": "import sys; open('made.txt', 'w').write(' '.join(sys.argv[1:])); print('done')",
    "fails.py": "import sys; print('no such chain'); sys.exit(3)",
    "sleeps.py": "import time; time.sleep(60)",
}


def make_local(folder):
    folder.mkdir()
    for name, code in SCRIPTS.items():
        path = folder / name
        path.write_text(f"#!{sys.executable}\n{code}\n", encoding="utf-8")
        path.chmod(0o755)
    return LocalPrograms([folder])


def make_made(_):
    def writes(arguments, folder):
        (folder / "made.txt").write_text(" ".join(arguments[1:]), encoding="utf-8")
        return ProgramResult(0, "done\n")

    return MadePrograms(
        {
            "writes.py": writes,
            "fails.py": lambda _arguments, _folder: ProgramResult(3, "no such chain\n"),
            "sleeps.py": lambda _arguments, _folder: ProgramResult(None, ""),
        }
    )


@pytest.fixture(params=[make_local, make_made], ids=["local", "made"])
def programs(request, tmp_path):
    return request.param(tmp_path / "bin")


@pytest.fixture
def desk(tmp_path):
    place = tmp_path / "desk"
    place.mkdir()
    return place


def test_a_program_works_in_the_folder_with_its_arguments(programs, desk):
    result = programs.run(["writes.py", "a b", "-c"], folder=desk, timeout_seconds=30)

    assert (result.exit_status, result.output.strip()) == (0, "done")
    assert (desk / "made.txt").read_text("utf-8") == "a b -c"


def test_a_failure_gives_its_status_and_what_was_said(programs, desk):
    result = programs.run(["fails.py"], folder=desk, timeout_seconds=30)

    assert (result.exit_status, result.output.strip()) == (3, "no such chain")


def test_a_program_is_stopped_when_its_time_is_over(programs, desk):
    started = time.monotonic()

    result = programs.run(["sleeps.py"], folder=desk, timeout_seconds=0.2)

    assert result.exit_status is None
    assert time.monotonic() - started < 20


def test_programs_that_are_absent_are_told_and_not_run(programs, desk):
    assert programs.has("writes.py")
    assert not programs.has("absent-program.py")
    with pytest.raises(FileNotFoundError):
        programs.run(["absent-program.py"], folder=desk, timeout_seconds=1)
