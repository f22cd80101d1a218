import sys

import click
import pytest
from click.testing import CliRunner

from tubulus.cli.lazy import LazyGroup


@pytest.fixture
def group():
    return LazyGroup(
        name="tool",
        lazy={
            "build": ("tubulus.cli.report_build:build", "Build it."),
            "broken": ("tubulus.cli.main:INTERRUPTED", "No command."),
            "late": ("no_such_module:x", "Imported late."),
        },
    )


def test_help_lists_commands_without_importing_them(group):
    answer = CliRunner().invoke(group, ["--help"])

    assert answer.exit_code == 0
    assert "Imported late." in answer.output
    assert "no_such_module" not in sys.modules


def test_a_command_is_imported_when_it_is_called(group):
    assert isinstance(group.get_command(click.Context(group), "build"), click.Command)


def test_an_unknown_command_is_none(group):
    assert group.get_command(click.Context(group), "none") is None


def test_what_is_no_command_is_our_own_defect(group):
    with pytest.raises(TypeError, match="is no command"):
        group.get_command(click.Context(group), "broken")


def test_commands_keep_the_order_in_which_they_are_declared(group):
    assert group.list_commands(click.Context(group)) == ["build", "broken", "late"]


def test_the_nearest_command_is_suggested(group):
    answer = CliRunner().invoke(group, ["biuld"])

    assert answer.exit_code == 2
    assert "did you mean 'build'?" in answer.output
