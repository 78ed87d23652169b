"""The command ``auditor``, and ``python -m auditor``. Loads nothing by itself: every worker process imports it too."""

import sys
from importlib import import_module

HOMES = {
    "backup": "upkeep", "checks": "show", "classification": "classification", "compliance": "compliance",
    "demo": "demo", "doctor": "doctor", "freego": "freego", "links": "links", "mail": "mail", "metadata": "metadata",
    "page": "page", "prune": "upkeep", "recheck": "again", "rejudge": "again", "report": "again",
    "restore": "upkeep", "run": "run", "schedule": "upkeep", "sites": "show", "status": "show", "trace": "trace",
    "waive": "waive", "waivers": "waive",
}  # fmt: skip
"""The module of ``auditor.cli`` that holds a command: only that one is loaded, for all together take a second."""


def main() -> None:
    """Run the command line; with ``--help``, or a word that is no command, all of it."""
    home = HOMES.get(sys.argv[1] if len(sys.argv) > 1 else "", "commands")
    import_module(f"auditor.cli.{home}")
    import_module("auditor.cli.app").app()


if __name__ == "__main__":
    main()
