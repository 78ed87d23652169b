"""All commands together: importing a module of commands registers them on the app."""

from auditor.cli import again, demo, doctor, freego, links, page, run, show, waive
from auditor.cli.app import app

__all__ = ["again", "demo", "doctor", "freego", "links", "main", "page", "run", "show", "waive"]


def main() -> None:
    """Run the command line."""
    app()
