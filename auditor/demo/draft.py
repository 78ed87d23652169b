"""Pages and sites while they are being made: faults are planted into drafts, then drafts are rendered."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import msgspec

from auditor.demo.answers import DemoAnswer, spelled
from auditor.demo.vocabulary import DemoUnit


class PageDraft(msgspec.Struct):
    """One page: what stands in its head and, piece by piece, in its header, main part and footer.

    ``kind`` is the page's name within its site (home, news, about, ...). ``parts`` are pieces of HTML by name, region
    by region. ``rewrites`` are patterns with replacements for the finished HTML, each of which has to be found in it.
    """

    url: str
    kind: str
    title: str
    updated: date
    metas: list[tuple[str, str]]
    parts: dict[str, dict[str, str]]
    english: bool = False
    charset: str = "utf-8"
    rewrites: list[tuple[re.Pattern[str], str]] = []


class SiteDraft(msgspec.Struct):
    """One site: its pages by kind, its files and families of addresses, and the terms of its audit.

    ``base`` is the folder of its addresses, ``urls`` the planned address of each kind of page. ``spellings`` are
    further addresses, and ``families`` beginnings of addresses, that answer as the page of a kind does. ``terms`` are
    fields of its configuration that differ from what all sites have. ``systems`` are paths of the form's systems by
    their id, planted with the bureau.
    """

    unit: DemoUnit
    number: int
    base: str
    urls: dict[str, str]
    pages: dict[str, PageDraft] = {}
    files: dict[str, DemoAnswer] = {}
    spellings: dict[str, str] = {}
    families: dict[str, str] = {}
    robots: list[str] = []
    terms: dict[str, Any] = {}
    systems: dict[str, str] = {}

    @property
    def home(self) -> str:
        """The address of the home page."""
        return self.urls["home"]

    @property
    def agency_code(self) -> str:
        """Ten characters, as government agencies have them."""
        return f"31306{self.number:04d}G"

    @property
    def real_pages(self) -> list[PageDraft]:
        """The pages at addresses of their own, without those that stand for families of addresses."""
        return [draft for kind, draft in self.pages.items() if kind not in self.families.values()]

    def href(self, kind: str) -> str:
        """The address of a kind of page as pages of the site write it: without its host."""
        return path_and_query(self.urls[kind])

    def file(self, url: str, answer: DemoAnswer) -> None:
        """Serve this answer under a whole address of the site's host."""
        self.files[spelled(path_and_query(url))] = answer


class Setting(msgspec.Struct, frozen=True):
    """What all sites of a network share: the addresses, the seed, and the days it was made for.

    ``anchor`` is the first day of the month of ``today``; dates of pages are counted back from it, so that pages stay
    the same for a month.
    """

    addresses: NetworkAddresses
    seed: int
    today: date

    @property
    def anchor(self) -> date:
        """The first day of the month."""
        return self.today.replace(day=1)


class NetworkAddresses(msgspec.Struct, frozen=True):
    """The origins of the network: one host each, named by what it stands for."""

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
