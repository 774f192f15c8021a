"""The command line: arguments, subcommands and terminal output."""

from tf2lint.cli.main import main

__all__ = ["main"]
