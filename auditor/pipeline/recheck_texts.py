"""States in a sentence why a re-check could not examine a finding."""

from __future__ import annotations

from auditor.model import Untested
from auditor.pipeline.recheck_selection import MOST_PAGES, MOST_WHOLE_PAGES
from auditor.report.html.finding_texts import link_detail_text
from auditor.report.words import Words

_MOST = {"too_many_pages": MOST_WHOLE_PAGES, "more_pages": MOST_PAGES}
"""Bounds that are named with ``RecheckedFinding.reason``."""


def unexamined_reason(words: Words, reason: str, address: str) -> str:
    """Return why a finding is unexamined (``RecheckedFinding.reason``), after the address that prevented it."""
    at = f"{address}: " if address else ""
    skipped = words.of(Untested(reason)) if reason in list(Untested) else ""
    key = f"terminal.recheck_{reason}"
    stated = words(key, pages=_MOST[reason]) if reason in _MOST else words(key) if words.has(key) else ""
    return f"{at}{stated or link_detail_text(words, reason) or skipped or reason}"
