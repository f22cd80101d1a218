import click
import pytest

from tubulus.cli import main as module
from tubulus.core.errors import InputError, Problem, StudyError


def end_with(monkeypatch, outcome):
    def call(*_, **__):
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    monkeypatch.setattr(module.cli, "main", call)


def run(capsys):
    with pytest.raises(SystemExit) as end:
        module.main([])
    return end.value.code, capsys.readouterr().err


@pytest.mark.parametrize(("outcome", "status"), [(None, 0), (0, 0), (1, 1), ("text", 0)])
def test_the_status_is_that_of_the_command(monkeypatch, capsys, outcome, status):
    end_with(monkeypatch, outcome)

    assert run(capsys) == (status, "")


def test_an_error_of_the_user_is_told_with_its_code(monkeypatch, capsys):
    end_with(monkeypatch, InputError([Problem("a.csv", 2, "x", "odd", "mend it")]))

    status, told = run(capsys)

    assert status == 2
    assert told == "Error E101: 1 problem in the input:\n  a.csv, line 2, x: odd; mend it\n"


def test_an_error_without_a_class_of_its_own_has_a_code_too(monkeypatch, capsys):
    end_with(monkeypatch, StudyError("so it is"))

    assert run(capsys) == (2, "Error E100: so it is\n")


def test_a_place_that_the_system_refuses_is_named(monkeypatch, capsys):
    end_with(monkeypatch, PermissionError(13, "Permission denied", "results/x"))

    status, told = run(capsys)

    assert status == 2
    assert told.startswith("Error E102: results/x: Permission denied; check the place")


def test_an_error_of_the_system_that_names_no_place_is_not_hidden(monkeypatch):
    end_with(monkeypatch, OSError("ours"))

    with pytest.raises(OSError, match="ours"):
        module.main([])


@pytest.mark.parametrize("outcome", [KeyboardInterrupt(), click.Abort()])
def test_an_interruption_ends_as_shells_count_it(monkeypatch, capsys, outcome):
    end_with(monkeypatch, outcome)

    status, told = run(capsys)

    assert status == module.INTERRUPTED
    assert "run again to go on" in told


def test_a_defect_of_ours_is_not_hidden(monkeypatch):
    end_with(monkeypatch, ZeroDivisionError("ours"))

    with pytest.raises(ZeroDivisionError):
        module.main([])
