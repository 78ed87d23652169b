"""Titles of pages that firewalls and tests for robots show in place of a site's own, by ``refusals.yaml``."""

from __future__ import annotations

import re

from auditor.standards import table

_TITLES = tuple(re.compile(row["pattern"], re.IGNORECASE) for row in table("refusals")["titles"])


def is_refusal_title(title: str) -> bool:
    """Whether a whole title is that of a firewall or of a test for robots: a page about firewalls is none."""
    return any(pattern.fullmatch(title.strip()) for pattern in _TITLES)
