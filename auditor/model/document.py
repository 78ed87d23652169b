"""What stands in one page's HTML: facts only, frozen, without any parser's objects."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from auditor.model.marks import AriaName, LanguageEvidence, LanguagePart
from auditor.model.verdict import Place


class LinkKind(StrEnum):
    """What following a link would do."""

    PAGE = "page"
    RESOURCE = "resource"
    FRAME = "frame"
    FORM = "form"
    REFRESH = "refresh"
    EMBEDDED_DATA = "embedded_data"
    MAIL = "mail"
    PHONE = "phone"
    SCRIPT = "script"
    OTHER = "other"


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """One place where an address stands.

    ``raw`` is the attribute as written, ``url`` the address as a browser resolves it, with fragment (empty when it
    cannot be resolved). ``text`` is the accessible text: own text, alternative texts, aria-label. ``own_text`` is the
    visible text alone. ``heading`` is the nearest heading before it.
    """

    place: Place
    element: str
    attribute: str
    raw: str
    url: str
    kind: LinkKind
    text: str = ""
    own_text: str = ""
    title: str | None = None
    image_alts: tuple[str, ...] = ()
    heading: str = ""
    rel: tuple[str, ...] = ()
    opens_window: bool = False
    download: bool = False
    access_key: str = ""
    hidden: bool = False
    from_script: bool = False


class Image(msgspec.Struct, frozen=True, omit_defaults=True):
    """An ``img``, ``input type=image``, ``area`` or ``role=img``. ``alt`` is None when the attribute is missing."""

    place: Place
    element: str
    src: str
    alt: str | None = None
    title: str | None = None
    name: str = ""
    linked: bool = False
    hidden: bool = False
    width: str = ""
    height: str = ""
    longdesc: str | None = None
    role: str = ""


class Control(msgspec.Struct, frozen=True, omit_defaults=True):
    """A form control or button. ``label`` is the text of its label elements, ``name`` the ARIA name."""

    place: Place
    element: str
    type: str
    field: str = ""
    label: str = ""
    title: str | None = None
    name: str = ""
    text: str = ""
    hidden: bool = False
    groups: tuple[str, ...] = ()


class Frame(msgspec.Struct, frozen=True, omit_defaults=True):
    """A frame or iframe. ``title`` is None when the attribute is missing."""

    place: Place
    element: str
    src: str
    title: str | None = None
    hidden: bool = False


class Heading(msgspec.Struct, frozen=True, omit_defaults=True):
    """A heading element or ``role=heading``; ``level`` is 0 when a role gives none.

    ``echo``: how many in a hundred of its words stand in the text below it; None where that cannot be said.
    """

    place: Place
    level: int
    text: str
    hidden: bool = False
    echo: int | None = None


class HeaderCell(msgspec.Struct, frozen=True, omit_defaults=True):
    """A header cell of a table. ``idle``: it heads no other cell."""

    place: Place
    text: str
    scope: str | None = None
    id: str = ""
    idle: bool = False


class Table(msgspec.Struct, frozen=True, omit_defaults=True):
    """A table: its caption, its header cells, and how many rows hold one."""

    place: Place
    caption: str | None = None
    summary: str | None = None
    role: str = ""
    header_cells: tuple[HeaderCell, ...] = ()
    rows: int = 0
    columns: int = 0
    header_rows: int = 0
    headers_used: tuple[str, ...] = ()


class LabelledGroup(msgspec.Struct, frozen=True, omit_defaults=True):
    """A fieldset or an optgroup: a group that wants a name (legend, label). ``name`` is None when it has none."""

    place: Place
    element: str
    name: str | None = None
    size: int = 0


class Embedded(msgspec.Struct, frozen=True, omit_defaults=True):
    """An object, embed, applet, canvas, audio or video element and the name or fallback text it has."""

    place: Place
    element: str
    src: str
    text: str = ""
    title: str | None = None
    hidden: bool = False


class FontSize(msgspec.Struct, frozen=True):
    """A font-size declaration in a style attribute or style element, as written, for example ``12px``."""

    place: Place
    value: str


class StyleLength(msgspec.Struct, frozen=True):
    """A ``max-width`` or ``line-height`` in a style attribute or style element, with its value as written."""

    place: Place
    property: str
    value: str


class PassageKind(StrEnum):
    """What makes a stretch of text need a mark of its own."""

    PICTOGRAPH = "pictograph"
    RIGHT_TO_LEFT = "right_to_left"
    SOURCE = "source"
    CONTACT = "contact"
    COPYRIGHT = "copyright"
    NO_RESULTS = "no_results"
    PERSONAL = "personal"
    ERROR = "error"
    SENSORY = "sensory"


class Passage(msgspec.Struct, frozen=True, omit_defaults=True):
    """Words of a kind of their own among other text.

    ``place`` is the element around the text. ``mark`` is what explains or turns it: the title or ARIA name of a
    pictograph, the ``dir`` (or the name of the invisible mark) of the writing, ``link`` beside a source, the
    topic that a contact is of (``telephone``, ``address``, ``toll-free``); empty where there is none.
    """

    place: Place
    kind: PassageKind
    text: str
    mark: str = ""


class Form(msgspec.Struct, frozen=True, omit_defaults=True):
    """A form: where it sends to, how, and the names and types of its fields."""

    place: Place
    action: str
    method: str
    role: str = ""
    fields: tuple[tuple[str, str], ...] = ()


class DateShown(msgspec.Struct, frozen=True):
    """A date that the page shows after a word such as 更新日期. ``date`` is ISO, ``text`` as written."""

    place: Place
    word: str
    text: str
    date: str


class Document(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything checks may want to know of one HTML page. ``source`` is ``delivered`` or ``rendered``.

    ``template`` is a short hash of the skeleton of header, navigation and footer: pages of one template share it.
    ``skeleton`` is the same for the whole body. ``text_length`` counts characters of visible text, ``han`` and
    ``latin`` those of the two scripts. ``unknown`` are elements that no standard knows and that are no custom elements.
    ``title_echo``: how many in a hundred of the title's words stand on the page. ``grids`` are tables made of roles.
    ``keys_told`` are the access keys that the text explains, as 網站導覽 does (``Alt+U``).
    """

    url: str
    source: str = "delivered"
    charset: str = "utf-8"
    charset_source: str = "default"
    base: str = ""
    lang: str | None = None
    title: str | None = None
    title_echo: int | None = None
    doctype: str = ""
    viewport: str | None = None
    links: tuple[Link, ...] = ()
    ids: frozenset[str] = frozenset()
    images: tuple[Image, ...] = ()
    controls: tuple[Control, ...] = ()
    forms: tuple[Form, ...] = ()
    frames: tuple[Frame, ...] = ()
    headings: tuple[Heading, ...] = ()
    tables: tuple[Table, ...] = ()
    grids: tuple[Table, ...] = ()
    groups: tuple[LabelledGroup, ...] = ()
    embedded: tuple[Embedded, ...] = ()
    navigations: tuple[Place, ...] = ()
    empty_navigations: tuple[Place, ...] = ()
    language_parts: tuple[LanguagePart, ...] = ()
    tongues: tuple[LanguageEvidence, ...] = ()
    namings: tuple[AriaName, ...] = ()
    font_sizes: tuple[FontSize, ...] = ()
    style_lengths: tuple[StyleLength, ...] = ()
    passages: tuple[Passage, ...] = ()
    obsolete: tuple[Place, ...] = ()
    unknown: tuple[Place, ...] = ()
    dates: tuple[DateShown, ...] = ()
    keys_told: tuple[str, ...] = ()
    text_length: int = 0
    han: int = 0
    latin: int = 0
    text_hash: str = ""
    template: str = ""
    skeleton: str = ""
    script_built: bool = False
