"""Imports every module of commands, so that each registers its own."""

from auditor.cli import again, demo, doctor, page, run, show

__all__ = ["again", "demo", "doctor", "page", "run", "show"]
