"""Everything that stands in one page's HTML: frozen facts, without any parser's objects."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from auditor.model.controls import Control, Form, LabelledGroup
from auditor.model.data_table import Table
from auditor.model.embedded_content import Embedded, Frame, Image
from auditor.model.hyperlink import Link
from auditor.model.marks import AriaName, LanguageEvidence, LanguagePart, RepeatedId
from auditor.model.page_content import SpamLink
from auditor.model.style_declarations import FontSize, StyleLength
from auditor.model.text_content import DateShown, Heading, Passage
from auditor.model.verdict import Place


class Document(msgspec.Struct, frozen=True, omit_defaults=True):
    """All facts of one HTML page that checks may need. Sequences are in document order."""

    url: str
    """The address that answered."""
    source: str = "delivered"
    """``delivered`` (the bytes of the answer) or ``rendered`` (after scripts ran)."""
    charset: str = "utf-8"
    """The encoding it was decoded with, by its WHATWG name."""
    charset_source: str = "default"
    """What determined the encoding: ``bom``, ``header``, ``meta``, ``detected``, or ``default`` where nothing did."""
    base: str = ""
    """The address that relative addresses are resolved against."""
    lang: str | None = None
    """The ``lang`` attribute of the root element; None when it is missing."""
    title: str | None = None
    """The title, white space folded; None without a ``title`` element."""
    title_echo: int | None = None
    """The percentage of the title's words that occur on the page; None where this cannot be measured."""
    doctype: str = ""
    """The doctype without its brackets, for example ``html``; empty without one."""
    viewport: str | None = None
    """The content of ``meta name=viewport``; None without one."""
    links: tuple[Link, ...] = ()
    """Every place where an address stands."""
    ids: frozenset[str] = frozenset()
    """All names that a fragment can point to."""
    images: tuple[Image, ...] = ()
    """Images, image buttons and areas of image maps."""
    controls: tuple[Control, ...] = ()
    """Form controls and buttons."""
    forms: tuple[Form, ...] = ()
    """Forms with their fields."""
    frames: tuple[Frame, ...] = ()
    """Frames and iframes."""
    headings: tuple[Heading, ...] = ()
    """Headings, hidden ones too."""
    tables: tuple[Table, ...] = ()
    """Visible ``table`` elements."""
    grids: tuple[Table, ...] = ()
    """Tables made of ARIA roles."""
    groups: tuple[LabelledGroup, ...] = ()
    """Visible fieldsets and optgroups."""
    embedded: tuple[Embedded, ...] = ()
    """Objects, canvases, audio and video."""
    navigations: tuple[Place, ...] = ()
    """Visible navigation landmarks."""
    empty_navigations: tuple[Place, ...] = ()
    """Visible navigation landmarks without any content."""
    language_parts: tuple[LanguagePart, ...] = ()
    """Elements below the root with a ``lang`` attribute."""
    tongues: tuple[LanguageEvidence, ...] = ()
    """Texts marked with a language, with what their words and letters indicate."""
    repeated_ids: tuple[RepeatedId, ...] = ()
    """Elements whose id an element before them has."""
    namings: tuple[AriaName, ...] = ()
    """ARIA names on elements that take none by themselves."""
    font_sizes: tuple[FontSize, ...] = ()
    """``font-size`` declarations in the page itself."""
    style_lengths: tuple[StyleLength, ...] = ()
    """``max-width`` and ``line-height`` declarations in the page itself."""
    passages: tuple[Passage, ...] = ()
    """Passages of text that need a mark of their own."""
    obsolete: tuple[Place, ...] = ()
    """Elements that HTML no longer has (HTML Standard, 16.2)."""
    unknown: tuple[Place, ...] = ()
    """Elements that no standard knows and that are no custom elements."""
    dates: tuple[DateShown, ...] = ()
    """Dates after words such as 更新日期 and 發布日期."""
    access_keys: tuple[str, ...] = ()
    """The access keys of its visible elements, fields and links alike; in capitals, each once."""
    keys_told: tuple[str, ...] = ()
    """The access keys that the text explains, as 網站導覽 does (``Alt+U``); in capitals, each once."""
    text_length: int = 0
    """The number of characters of visible text."""
    han: int = 0
    """How many of them are Han characters."""
    latin: int = 0
    """How many of them are Latin letters."""
    text_hash: str = ""
    """A hash of the text outside the template regions, white space removed; of all text where there is no other."""
    template: str = ""
    """A short hash of the elements of header, navigation and footer: pages of one template share it."""
    skeleton: str = ""
    """The same hash for the whole body."""
    script_built: bool = False
    """Whether it has scripts and next to no words or links, so that only a browser can show its content."""
    has_scripts: bool = False
    """Whether scripts run on it at all; not known of pages that earlier programs parsed."""
    spam: tuple[SpamLink, ...] | None = None
    """Links and hidden texts with words that its author did not write; None where an earlier program parsed it."""


def places_in(document: Document) -> Iterator[Place]:
    """Yield the places of all elements of which the document holds a fact; an element may come more than once."""
    for name in document.__struct_fields__:
        facts = getattr(document, name)
        for fact in facts if isinstance(facts, tuple) else ():
            place = fact if isinstance(fact, Place) else getattr(fact, "place", None)
            if place is not None and place.selector:
                yield place
