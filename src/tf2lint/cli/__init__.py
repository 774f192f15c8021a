"""The command line: arguments, subcommands and terminal output."""

from tf2lint.cli.commands import main

__all__ = ["main"]
