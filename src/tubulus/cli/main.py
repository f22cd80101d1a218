"""The command ``tubulus``: a noun and a verb, errors of the user without a traceback."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from tubulus import __version__
from tubulus.cli.lazy import LazyGroup
from tubulus.core.errors import PlaceError, StudyError

__all__ = ["cli", "main"]

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells count it."""

cli = LazyGroup(
    name="tubulus",
    help="Study platform for early-phase cell-therapy trials in male infertility.",
    lazy={
        "study": ("tubulus.cli.groups:study", "Make, check, simulate and describe a study."),
        "plan": ("tubulus.cli.groups:plan", "Freeze, amend and write out the analysis plan."),
        "design": ("tubulus.cli.groups:design", "Try the plan on simulated trials."),
        "analysis": ("tubulus.cli.groups:analysis", "Run the analysis plan."),
        "screen": ("tubulus.cli.groups:screen", "Screen vesicle cargo against receptors."),
        "dock": ("tubulus.cli.groups:dock", "Dock candidate pairs against decoy partners."),
        "report": ("tubulus.cli.groups:report", "Build the report."),
        "data": ("tubulus.cli.groups:data", "List, add and verify data."),
        "methods": ("tubulus.cli.groups:methods", "List and validate the statistical methods."),
        "run": ("tubulus.cli.run:run", "Do the whole: check, analyse, screen, dock, report."),
    },
)
cli = click.version_option(__version__, prog_name="tubulus")(cli)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command; print the errors of the user, show the traceback of ours.

    Parameters
    ----------
    arguments : sequence of str, optional
        What stands after ``tubulus``; those of the process if not given.
    """
    try:
        status = cli.main(arguments, prog_name="tubulus", standalone_mode=False)
    except StudyError as error:
        _end_with(error)
    except OSError as error:
        if error.filename is None:
            raise
        _end_with(PlaceError(error))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("Interrupted. What was finished is kept; run again to go on.", err=True)
        sys.exit(INTERRUPTED)
    sys.exit(status if isinstance(status, int) else 0)


def _end_with(error: StudyError) -> NoReturn:
    click.echo(f"Error {error.code}: {error}", err=True)
    sys.exit(error.exit_status)
