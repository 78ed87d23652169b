"""Drafts of pages and sites: faults are planted into drafts, then drafts are rendered."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import msgspec

from auditor.demo.answers import DemoAnswer, spelled
from auditor.demo.vocabulary import DemoUnit


class PageDraft(msgspec.Struct):
    """One page before it is rendered."""

    url: str
    kind: str
    """Its name within its site: home, news, about, ..."""
    title: str
    updated: date
    """The day that the page shows as its update."""
    metas: list[tuple[str, str]]
    """Names and contents of its metadata."""
    parts: dict[str, dict[str, str]]
    """HTML by region (header, main, footer) and by the name of the part."""
    english: bool = False
    charset: str = "utf-8"
    rewrites: list[tuple[re.Pattern[str], str]] = []
    """Patterns with replacements for the rendered HTML; each pattern has to occur in it."""


class SiteDraft(msgspec.Struct):
    """One site before it is served."""

    unit: DemoUnit
    number: int
    """0 for the bureau, otherwise the number of the zone from 1."""
    base: str
    """The folder of its addresses."""
    urls: dict[str, str]
    """The planned address of each kind of page."""
    pages: dict[str, PageDraft] = {}
    """The drafts of its pages by kind."""
    files: dict[str, DemoAnswer] = {}
    """Answers by path that are no pages."""
    spellings: dict[str, str] = {}
    """Kinds of pages by further addresses that answer as the page does."""
    families: dict[str, str] = {}
    """Kinds of pages by beginnings of addresses that answer as the page does."""
    robots: list[str] = []
    """Paths that robots.txt disallows."""
    terms: dict[str, Any] = {}
    """Fields of its configuration that differ from those of all sites."""
    systems: dict[str, str] = {}
    """Planted paths of the form's systems by their id; of the bureau only."""

    @property
    def home(self) -> str:
        """The address of the home page."""
        return self.urls["home"]

    @property
    def agency_code(self) -> str:
        """An agency code (機關代碼) of ten characters."""
        return f"31306{self.number:04d}G"

    @property
    def real_pages(self) -> list[PageDraft]:
        """The pages at addresses of their own, without those of families of addresses."""
        return [draft for kind, draft in self.pages.items() if kind not in self.families.values()]

    def href(self, kind: str) -> str:
        """The address of a kind of page as links of the site have it: without its host."""
        return path_and_query(self.urls[kind])

    def file(self, url: str, answer: DemoAnswer) -> None:
        """Serve this answer under a whole address of the site's host."""
        self.files[spelled(path_and_query(url))] = answer


class Setting(msgspec.Struct, frozen=True):
    """What all sites of a network share."""

    addresses: NetworkAddresses
    seed: int
    today: date

    @property
    def anchor(self) -> date:
        """The first day of the month of ``today``; pages are dated back from it, so that they stay the same a month."""
        return self.today.replace(day=1)


class NetworkAddresses(msgspec.Struct, frozen=True):
    """The origins of the network, one host each."""

    bureau: str
    zones: str
    outer: str
    robots: str
    slow: str
    expired: str
    secure: str
    refused: str
    moved: str

    def fill(self, text: str, **more: str) -> str:
        """The text with ``{outer}`` and the like replaced; all other braces stay as they are."""
        known = {name: getattr(self, name) for name in self.__struct_fields__} | more
        return re.sub(r"\{(\w+)\}", lambda match: known.get(match[1], match[0]), text)


def path_and_query(url: str) -> str:
    """The path of an address with its query."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
