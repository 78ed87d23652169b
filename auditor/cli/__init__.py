"""The command line: commands, their help, and the only place with exit codes."""

from auditor.cli.app import main

__all__ = ["main"]
