"""Class names that mark the present state of an element, not its kind."""

from __future__ import annotations

import re
from collections.abc import Iterable

_STATES = re.compile(
    r"(?:^|(?<=[-_]))(?:active|current|selected|open|opened|on|here|now|hover|focus|show|in)$", re.IGNORECASE
)


def lasting_classes(names: Iterable[str]) -> list[str]:
    """The class names in their order, without those that mark a state such as the present entry of a menu."""
    return [name for name in names if not _STATES.search(name)]
