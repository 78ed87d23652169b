"""Detects a generator tag that publishes the version of the content system."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.model import Head, Severity, Text, Verdict, failed, page_check, passed

_VERSION = re.compile(r"\d+(?:\.\d+)+")


@page_check(
    id="generator-version-shown",
    severity=Severity.NOTICE,
    title=Text(zh="網頁透露網站系統的版本", en="The page publishes the version of its content system"),
    remedy=Text(
        zh="請移除 <meta name=generator> 的版本（{content}）。",
        en="Remove the version from <meta name=generator> ({content}).",
    ),
)
def generator_version_shown(head: Head) -> Iterator[Verdict]:
    """A generator tag fails where it holds a version with a dot, which tells attackers what to try; others pass."""
    for meta in head.metas:
        if meta.name.casefold() == "generator":
            yield failed(meta.place, content=meta.content) if _VERSION.search(meta.content) else passed(meta.place)
