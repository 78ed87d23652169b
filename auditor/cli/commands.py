"""All commands together: importing a module of commands registers them on the app."""

from auditor.cli import (
    again,
    classification,
    compliance,
    demo,
    doctor,
    freego,
    links,
    mail,
    metadata,
    page,
    run,
    show,
    trace,
    upkeep,
    waive,
)
from auditor.cli.app import app

__all__ = [
    "again",
    "app",
    "classification",
    "compliance",
    "demo",
    "doctor",
    "freego",
    "links",
    "mail",
    "metadata",
    "page",
    "run",
    "show",
    "trace",
    "upkeep",
    "waive",
]
