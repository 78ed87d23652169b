"""Computes traits of a whole page: title, hashes of template and text, whether scripts build it."""

from __future__ import annotations

import hashlib
import string
from collections.abc import Iterable, Sequence

from auditor.extract.html.dom import Tree
from auditor.model import IndexedAddress, Link
from auditor.standards.class_names import lasting_classes

_WHITE = string.whitespace.encode()
_FEW_LETTERS = 100
_FEW_LINKS = 5
_RESOURCES = frozenset({"script", "link", "style", "img"})


def title_of(tree: Tree) -> str | None:
    """The page's title with white space folded; None where it has no ``title`` element."""
    element = tree.select_one("head > title") or tree.select_one("body title:not(svg title)")
    return " ".join(element.text.split()) if element is not None else None


def skeleton_of(kinds: Iterable[tuple[str, str | None]]) -> str:
    """A short hash of the kinds of elements (tag, class).

    The length of a menu and the mark of its present entry do not change it.
    """
    names = dict.fromkeys(f"{tag}.{' '.join(lasting_classes((given or '').split()))}" for tag, given in kinds)
    return hashlib.blake2b("\n".join(names).encode(errors="replace"), digest_size=6).hexdigest() if names else ""


def fingerprint_of(text: str) -> str:
    """A short hash of a text without its white space; empty where nothing else is there."""
    words = text.encode(errors="replace").translate(None, _WHITE)
    return hashlib.blake2b(words, digest_size=10).hexdigest() if words else ""


def runs_scripts(tree: Tree) -> bool:
    """Whether a script element of the page is one that browsers run, and no block of data (HTML Standard, 4.12.1)."""
    kinds = ((script.attr("type") or "").strip().lower() for script in tree.select("script"))
    return any(not kind or kind == "module" or kind.endswith(("javascript", "ecmascript")) for kind in kinds)


def is_script_built(links: Sequence[Link | IndexedAddress], text: str, *, has_scripts: bool) -> bool:
    """Whether a page has almost no words and no links, but scripts that will bring them."""
    if not has_scripts or sum(link.element not in _RESOURCES for link in links) > _FEW_LINKS:
        return False
    return sum(map(len, text.split())) < _FEW_LETTERS
