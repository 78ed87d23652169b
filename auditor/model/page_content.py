"""What a page shows: title, headings and first words, and the signals that its name or content changed hands."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from auditor.model.verdict import Place


class SpamLink(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place with words of gambling, pornography, medicine or forgeries that the page's author did not write."""

    place: Place
    """The element."""
    words: tuple[str, ...]
    """The words that stand there."""
    address: str = ""
    """Where it leads; empty for a text without a link."""
    hidden: bool = False
    """Whether visitors cannot see it, by an attribute or an inline style."""


class PageContent(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a page shows to a visitor, as far as it shows whose page it is. Personal numbers are masked."""

    title: str = ""
    """The title."""
    headings: tuple[str, ...] = ()
    """The texts of the first headings of levels 1 to 3; at most 8."""
    description: str = ""
    """The description and the keywords in the metadata."""
    text: str = ""
    """The first 4,000 characters of visible text; empty for a page of a site without a word of the table."""
    length: int = 0
    """The number of characters of visible text."""
    prose: int = 0
    """How many of them stand in sentences: paragraphs of 60 characters and more."""
    dated: bool = False
    """Whether it names the day or the author of its content, as news and articles do."""
    language: str = ""
    """The language that it declares, in lower case."""
    parts: tuple[str, ...] = ()
    """The names of other hosts from which it loads scripts, frames and pictures, or to which its forms lead."""
    marks: tuple[str, ...] = ()
    """Marks of parking services in its source."""
    jump: str = ""
    """The address that it opens by itself; empty where it opens none."""


class SignalKind(StrEnum):
    """A sign that a name or its content changed hands. The first ones are strong."""

    SALE_WORDS = "sale_words"
    """The page offers its name for sale, or shows that name or hosting ran out."""
    PARKING_SERVICE = "parking_service"
    """The page is made of parts of a parking service."""
    SALE_HOST = "sale_host"
    """The redirect ends at a market for names."""
    SPAM_TITLE = "spam_title"
    """Title and heading have words of gambling, pornography, medicine or forgeries."""
    SPAM_OFFERS = "spam_offers"
    """The text solicits for it: many different words and offers."""
    UNRELATED_NAME = "unrelated_name"
    """The redirect ends under another registrable name, at content that has nothing to do with the link."""
    UNLIKE_BEFORE = "unlike_before"
    """The content is in another language than before and has nothing in common with it."""
    ROOT = "root"
    """The first page of the host is such a page."""
    UNREGISTERED = "unregistered"
    """The registrable name does not exist: anybody can register it."""
    CLOAKED = "cloaked"
    """A browser gets such a page where a program gets another."""
    WORD = "word"
    """Weak: one word of the table stands on the page."""
    MOVED_NAME = "moved_name"
    """Weak: the redirect ends under another registrable name, and what it brings cannot be compared."""
    PLACEHOLDER = "placeholder"
    """Weak: a server's default page, a notice of construction, or an empty page."""

    @property
    def is_strong(self) -> bool:
        """Whether it counts for a verdict; weak ones stand in the inventory alone."""
        return self not in _WEAK


_WEAK = frozenset({SignalKind.WORD, SignalKind.MOVED_NAME, SignalKind.PLACEHOLDER})


class Change(StrEnum):
    """What became of a name or its content."""

    TAKEN_OVER = "taken_over"
    """Somebody else uses it."""
    PARKED = "parked"
    """It is for sale, parked or expired."""
    INJECTED = "injected"
    """It is still its owner's, with strange content put into it."""


class Signal(msgspec.Struct, frozen=True, omit_defaults=True):
    """One signal with its proof."""

    kind: SignalKind
    """What it is."""
    change: Change
    """What it points to."""
    proof: tuple[str, ...] = ()
    """Words of the page, names of hosts or addresses by which it was recognised."""
