"""Makes text fit to be shown: masks passwords and personal numbers, shows control and bidi signs as their escapes."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable

from auditor.standards.personal_numbers import masked

_USER_INFO = re.compile(r"([/\\]{2})[^/\\?#\s\"<>]+@")
"""User name and password of an address (RFC 3986, 3.2.1), up to the last ``@`` as browsers read it."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Control signs (escape, bell), format signs (bidi, zero width), surrogates, separators of lines and paragraphs."""

_UNUSUAL = re.compile(r"[^\n\t -~\u3001-\u9fff]")
"""All but line feeds, tabs, ASCII and Chinese, none of which is unseen: most letters are not examined one by one."""


def mask_secrets(text: str) -> str:
    """Return the text with user names and passwords of addresses, and digits of personal numbers, starred out."""
    return masked(_USER_INFO.sub(r"\1***@", text) if "@" in text else text)


def shown(text: str) -> str:
    """Return the text as it may be printed: secrets masked, signs that a terminal obeys or hides as JSON escapes.

    Line feeds and tabs stay. A JSON document stays the same document.
    """
    return _with_escapes(mask_secrets(text), _json_escape)


def shown_xml(text: str) -> str:
    """Return an XML document as it may be printed, like ``shown``, with character references as escapes."""
    return _with_escapes(mask_secrets(text), lambda letter: f"&#x{ord(letter):X};")


def _with_escapes(text: str, escape: Callable[[str], str]) -> str:
    if text.isprintable():
        return text
    return _UNUSUAL.sub(lambda found: escape(found[0]) if unicodedata.category(found[0]) in _UNSEEN else found[0], text)


def _json_escape(letter: str) -> str:
    return json.dumps(letter)[1:-1]
