"""The door to Jinja: templates to HTML, every value escaped, a missing one an error, the style named by its hash."""

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

STYLES = ("tokens.css", "report.css")
_HTML_LANGUAGE = {"zh-TW": "zh-Hant-TW", "en": "en"}
_MARKS = {"met": "✓", "not_met": "✕", "cant_tell": "?", "untested": "–"}
_CONTROLS = {code: chr(0x2400 + code) for code in range(32) if code not in (9, 10)} | {127: "␡"}
"""Control characters that a page smuggled in are shown as their pictures."""


class _Foreign(NamedTuple):
    language: str
    pattern: re.Pattern[str]


_FOREIGN = {
    "zh-TW": _Foreign("en", re.compile(r"^[\x20-\x7e]*[A-Za-z]{2,} [a-z]+ [\x20-\x7e]*$")),
    "en": _Foreign("zh-Hant-TW", re.compile("[\u4e00-\u9fff]")),
}
"""Words that a reader has to hear in another voice: English sentences, and anything in Chinese."""

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Letters and signs that could turn the words around them."""


class Renderer:
    """Renders pages and their parts in one language."""

    def __init__(self, words: Words) -> None:
        self._templates = jinja2.Environment(
            loader=jinja2.PackageLoader(__package__),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._templates.filters |= {"shown": shown, "said": partial(said, words.language)}
        self._templates.globals |= {
            "w": words,
            "language": _HTML_LANGUAGE[words.language],
            "marks": _MARKS,
            "style": Markup(style()),  # noqa: S704  # our own file, nothing of a page in it
            "policy": policy(),
        }
        self._parts = self._templates.get_template("parts.html.j2").module
        self._templates.globals["parts"] = self._parts

    def page(self, template: str, values: Mapping[str, object]) -> str:
        """A whole page. Raises ``jinja2.UndefinedError`` for a value the template needs and was not given."""
        return self._templates.get_template(f"{template}.html.j2").render(values)

    def part(self, name: str, *values: object) -> Markup:
        """One part of a page (a macro of ``parts.html.j2``), so that it can be measured before it is placed."""
        macro: Callable[..., Markup] = getattr(self._parts, name)
        return macro(*values)


def shown(text: str) -> str:
    """Text from a page with its control characters made visible."""
    return text if text.isprintable() else text.translate(_CONTROLS)


def said(language: str, text: str) -> Markup:
    """Text of any origin: marked where it is not in the report's language, kept apart where it runs right to left."""
    foreign, escaped = _FOREIGN[language], escape(shown(text))
    marked = f' lang="{foreign.language}"' if foreign.pattern.search(text) else ""
    return Markup(f"<bdi{marked}>{escaped}</bdi>") if marked or _RIGHT_TO_LEFT.search(text) else escaped  # noqa: S704


@cache
def style() -> str:
    """The style sheet that stands in every page."""
    folder = files(__package__) / "templates"
    return "".join((folder / name).read_text(encoding="utf-8") for name in STYLES)


@cache
def policy() -> str:
    """The content security policy: only pictures of the report are loaded, no script runs, only our own style."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return f"default-src 'none'; img-src 'self'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
