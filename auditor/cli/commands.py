"""All commands together: importing a module of commands registers them on the app."""

from auditor.cli import again, demo, doctor, page, run, show
from auditor.cli.app import app

__all__ = ["again", "demo", "doctor", "main", "page", "run", "show"]


def main() -> None:
    """Run the command line."""
    app()
