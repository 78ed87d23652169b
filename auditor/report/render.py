"""Renders templates to HTML: every value masked and escaped, a missing one an error, the style allowed by its hash.

Uses Jinja.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib.resources import files
from typing import NamedTuple

import jinja2
from markupsafe import Markup, escape

from auditor.report.words import Words
from auditor.standards.personal_numbers import masked

STYLES = ("tokens.css", "report.css")
_HTML_LANGUAGE = {"zh-TW": "zh-Hant-TW", "en": "en"}
_MARKS = {"met": "✓", "not_met": "✕", "cant_tell": "?", "untested": "–"}
_CONTROLS = {code: chr(0x2400 + code) for code in range(32) if code not in (9, 10)} | {127: "␡"}
"""The visible sign of each control character: a page may have smuggled one in."""


class _Foreign(NamedTuple):
    """Text in another language than the report's."""

    language: str
    """Its language, as an attribute ``lang``."""

    pattern: re.Pattern[str]
    """What marks it as such."""


_FOREIGN = {
    "zh-TW": _Foreign("en", re.compile(r"^(?=[\x20-\x7e]*$).*[A-Za-z]{2} [a-z]+ ")),
    "en": _Foreign("zh-Hant-TW", re.compile("[\u4e00-\u9fff]")),
}
"""Text that a screen reader has to read in another voice: English sentences, and anything in Chinese."""

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Letters and signs that could reverse the text around them."""


class Renderer:
    """Renders pages and their parts in one language.

    Templates of another ``package`` are found first; those of the report serve it too.
    """

    def __init__(self, words: Words, package: str = __package__) -> None:
        self._templates = jinja2.Environment(
            loader=jinja2.ChoiceLoader([jinja2.PackageLoader(package), jinja2.PackageLoader(__package__)]),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            finalize=_finalized,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._templates.filters |= {"printable": printable, "multilingual": partial(multilingual, words.language)}
        self._templates.globals |= {
            "w": words,
            "language": _HTML_LANGUAGE[words.language],
            "marks": _MARKS,
            "style": Markup(style()),  # noqa: S704  # our own file, nothing of a page in it
            "policy": policy(),
        }
        self._parts = self._templates.get_template("parts.html.j2").module
        self._templates.globals["parts"] = self._parts

    def add_globals(self, values: Mapping[str, object]) -> None:
        """Give every page further values and functions."""
        self._templates.globals |= values

    def page(self, template: str, values: Mapping[str, object]) -> str:
        """Render a whole page. Raises ``jinja2.UndefinedError`` for a value the template needs and was not given."""
        return self._templates.get_template(f"{template}.html.j2").render(values)

    def part(self, name: str, *values: object) -> Markup:
        """Render one part of a page (a macro of ``parts.html.j2``), so that its size can decide where it is placed."""
        macro: Callable[..., Markup] = getattr(self._parts, name)
        return macro(*values)


def _finalized(value: object) -> object:
    """What a template puts into a page: texts without personal numbers; markup consists of such texts already."""
    return masked(value) if type(value) is str else value


def printable(text: str) -> str:
    """Return text from a page with its control characters made visible."""
    return text if text.isprintable() else text.translate(_CONTROLS)


def multilingual(language: str, text: str) -> Markup:
    """Return text of any origin, escaped: with its own ``lang`` where it has one, isolated where it runs right to left.

    ``language`` is the report's.
    """
    foreign, escaped = _FOREIGN[language], escape(masked(printable(text)))
    marked = f' lang="{foreign.language}"' if foreign.pattern.search(text) else ""
    return Markup(f"<bdi{marked}>{escaped}</bdi>") if marked or _RIGHT_TO_LEFT.search(text) else escaped  # noqa: S704


@cache
def style() -> str:
    """Return the style sheet that is part of every page."""
    folder = files(__package__) / "templates"
    return "".join((folder / name).read_text(encoding="utf-8") for name in STYLES)


@cache
def policy() -> str:
    """Return the content security policy: only the report's pictures and its own style, no script."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return f"default-src 'none'; img-src 'self'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
