"""A group of commands whose modules are imported when they are called."""

from __future__ import annotations

import importlib

import click

from tubulus.core.identifiers import suggest_name

__all__ = ["LazyGroup"]


class LazyGroup(click.Group):
    """A group that knows its commands by name, module and help, and imports them late."""

    def __init__(
        self,
        *,
        lazy: dict[str, tuple[str, str]],
        name: str | None = None,
        help: str = "",  # noqa: A002
    ) -> None:
        super().__init__(name=name, help=help)
        self._lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the names of the commands, in the order in which they are declared."""
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command and return it."""
        if cmd_name not in self._lazy:
            return None
        module, _, attribute = self._lazy[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{module}:{attribute} is no command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self._lazy.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one is answered with the nearest known."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            message = f"{error.message} {suggest_name(args[0], self._lazy)}"
            raise click.UsageError(message, ctx) from error
