"""Forms of a page: their controls, and the groups that controls and options stand in."""

from __future__ import annotations

import msgspec

from auditor.model.verdict import Place


class Control(msgspec.Struct, frozen=True, omit_defaults=True):
    """A form control or button."""

    place: Place
    """The control itself."""
    element: str
    """Its tag name in lower case."""
    type: str
    """The ``type`` attribute in lower case, or the type that HTML gives without it; empty for other elements."""
    field: str = ""
    """The ``name`` attribute, under which its value is sent."""
    label: str = ""
    """The text of its label elements."""
    title: str | None = None
    """The ``title`` attribute; None when it is missing."""
    name: str = ""
    """The ARIA name (``aria-label``, ``aria-labelledby``)."""
    text: str = ""
    """The text of a button: its content, or its ``value``."""
    hidden: bool = False
    """Whether an attribute hides it, or its type is ``hidden``."""
    groups: tuple[str, ...] = ()
    """The names of the fieldsets around it, outermost first."""
    autocomplete: str = ""
    """The ``autocomplete`` attribute as written."""


class Form(msgspec.Struct, frozen=True, omit_defaults=True):
    """A form."""

    place: Place
    """The form element."""
    action: str
    """The resolved address that it is sent to."""
    method: str
    """``get``, ``post`` or ``dialog``."""
    role: str = ""
    """The ``role`` attribute as written."""
    fields: tuple[tuple[str, str], ...] = ()
    """Name and type of each field, in document order."""


class LabelledGroup(msgspec.Struct, frozen=True, omit_defaults=True):
    """A fieldset or an optgroup: a group that needs a name."""

    place: Place
    """The element of the group."""
    element: str
    """``fieldset`` or ``optgroup``."""
    name: str | None = None
    """The legend, label or ARIA name; None when it has none."""
    size: int = 0
    """The number of controls or options in it."""
