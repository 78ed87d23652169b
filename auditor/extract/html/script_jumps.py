"""Finds the addresses that short scripts open: event handlers, ``javascript:`` addresses, jump menus. Pure.

Only a whole literal counts (``location.href='x.html'``, ``window.open("x.html")``): what a script puts together, names
in a comment or only mentions in a text is no address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LITERAL = r"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
_WINDOW = r"(?<![\w$.])(?:(?:window|document|self|top|parent|opener)\s*\.\s*)"
_LOCATION = rf"{_WINDOW}{{0,9}}location(?:\s*\.\s*href)?\s*(?:=(?!=)|\.\s*(?:assign|replace)\s*\()\s*"
_OPEN = rf"{_WINDOW}{{1,9}}open\s*\(\s*"
_NO_OPERATOR = r"(?!\s*[-+*/%&|?.<>=\[(])"
# comments and literals are alternatives of their own, so that nothing in them counts
_JUMPS = re.compile(
    rf"//[^\n]*|/\*.*?(?:\*/|\Z)|{_OPEN}(?P<opened>{_LITERAL})(?=\s*[,)])"
    rf"|{_LOCATION}(?P<went>{_LITERAL}){_NO_OPERATOR}|{_LITERAL}|`(?:[^`\\]|\\.)*`",
    re.IGNORECASE | re.DOTALL,
)
_VALUE = r"(?:[\w$.\[\]]|\([^()]*\))+\.\s*(?:value|val\(\))(?![\w$(])"
_JUMPS_TO_VALUE = re.compile(
    rf"(?:{_LOCATION}|{_OPEN}){_VALUE}(?=\s*(?:[;,)}}]|\Z))|(?<![\w$.])MM_jumpMenu\s*\(", re.IGNORECASE
)
_OPENS = re.compile(rf"(?:{_WINDOW}{{1,9}}|(?<![\w$.]))open\s*\(\s*(?!\s*\))(?:{_LITERAL}|this\b|[\w$.]+\s*[,)+])")
_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|(.))", re.IGNORECASE | re.DOTALL)
_DROPPED = frozenset("nrtbfv0\n")
_TEMPLATE = re.compile(r"\{[{%]|<[%?]|[$#]\{|\[\[")
_NEVER = ("javascript:", "about:")
_WRITTEN = re.compile(
    r"(?:https?:)?//[\w\[%].*|\.{0,2}/(?!/).*|\?[^\s=]+=.*|(?![a-z][a-z0-9+.-]*:)[^?#\s]+\.[a-z][a-z0-9]{1,4}(?:[?#].*)?",
    re.IGNORECASE,
)


def addresses_opened(code: str) -> Iterator[tuple[str, bool]]:
    """Yield the addresses that a script opens, each as written, and whether in a window of its own."""
    if "location" not in code and "open" not in code:
        return
    for found in _JUMPS.finditer(code):
        if found.lastgroup:
            address = _ESCAPE.sub(_unescaped, found[found.lastgroup][1:-1]).strip()
            if address and not address.lower().startswith(_NEVER) and not _TEMPLATE.search(address):
                yield address, found.lastgroup == "opened"


def opens_window(code: str) -> bool:
    """Whether a script opens a window, whatever address it shows: ``window.open(this.href)``."""
    return "open" in code and _OPENS.search(code) is not None


def opens_chosen_value(code: str) -> bool:
    """Whether a script opens the value of the option that was chosen, and nothing added to it."""
    return bool(code) and _JUMPS_TO_VALUE.search(code) is not None


def is_written_as_address(value: str) -> bool:
    """Whether a value that may be anything (an option's, a ``data-src``) is an address of the web by its form.

    ``/news`` and ``list.aspx?id=1`` are; ``photo``, ``16/9``, ``{{ url }}`` and ``mailto:a@b.tw`` are not.
    """
    return _WRITTEN.fullmatch(value) is not None and not set(value) & {"{", "}", "<", ">", "\n"}


def _unescaped(found: re.Match[str]) -> str:
    if code := found[1] or found[2]:
        return chr(int(code, 16))
    return "" if found[3] in _DROPPED else found[3]
