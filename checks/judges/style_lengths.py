"""Judges lengths in style sheets and style attributes: absolute units do not follow the visitor's settings."""

import re
from collections.abc import Iterator

from auditor.model import Document, Verdict, failed, passed

_ABSOLUTE = re.compile(r"\d\s*(?:px|pt|pc|cm|mm|in|q)\b", re.IGNORECASE)


def is_absolute(value: str) -> bool:
    """Whether the value of a declaration holds a length in an absolute unit (CSS Values and Units 3, 6.2)."""
    return _ABSOLUTE.search(value) is not None


def judge_lengths(document: Document, name: str) -> Iterator[Verdict]:
    """One verdict for each declaration of the property in style attributes and style elements."""
    for length in document.style_lengths:
        if length.property == name:
            yield failed(length.place, value=length.value) if is_absolute(length.value) else passed(length.place)
