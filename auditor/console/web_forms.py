"""The forms of the console and what each field accepts. Messages are keys of the language files below ``invalid``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from wtforms import Form, PasswordField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import AnyOf, InputRequired, Length

from auditor.console.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD, is_guessable
from auditor.model import GrantScope, Role, WaiverReason

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
_LONGEST_TEXT = 4000


class _Sent:
    """A form that was sent, as the library reads it."""

    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        self._values = values

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def getlist(self, name: str) -> list[str]:
        """Return the values of a field."""
        return list(self._values.get(name, ()))


class ConsoleForm(Form):
    """A form with its values and the keys of what is wrong with them."""

    def __init__(self, sent: Mapping[str, Sequence[str]] | None = None, **values: Any) -> None:
        super().__init__(_Sent(sent) if sent is not None else None, data=values)

    def text(self, name: str) -> str:
        """Return the value of a field without blanks around it."""
        return str(self[name].data or "").strip()

    def reject(self, name: str, key: str) -> None:
        """Note what is wrong with a field, found after its own checks."""
        self[name].errors = [*self[name].errors, key]


def _required() -> InputRequired:
    return InputRequired("required")


def _at_most(characters: int) -> Length:
    return Length(max=characters, message="too_long")


def _is_name(_: Form, field: Any) -> None:
    if not _NAME.fullmatch(str(field.data or "")):
        raise ValidationError("account_name")


def _is_day(_: Form, field: Any) -> None:
    try:
        date.fromisoformat(str(field.data or ""))
    except ValueError:
        raise ValidationError("day") from None


def _choice(label: str, kind: type[StrEnum]) -> SelectField:
    """A choice among the members of an enum, worded by the language files."""
    values = [member.value for member in kind]
    given = {"group": kind.__name__.lower()}
    choices: Any = values  # the library takes plain values; its stubs know pairs only
    return SelectField(label, [AnyOf(values, "choice")], choices=choices, validate_choice=False, render_kw=given)


class SignInForm(ConsoleForm):
    """Name and password of an account."""

    name = StringField("name", [_required(), _at_most(64)], render_kw={"autocomplete": "username"})
    password = PasswordField(
        "password", [_required(), _at_most(LONGEST_PASSWORD)], render_kw={"autocomplete": "current-password"}
    )


class PasswordForm(ConsoleForm):
    """A new password, typed twice."""

    password = PasswordField(
        "new_password",
        [
            _required(),
            Length(min=SHORTEST_PASSWORD, message="password_short"),
            _at_most(LONGEST_PASSWORD),
        ],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField("again", [_required()], render_kw={"autocomplete": "new-password"})

    def fits(self, *names: str) -> bool:
        """Return whether every field is valid, both passwords are the same, and neither is guessed from the names."""
        if not self.validate():
            return False
        if self.password.data != self.again.data:
            self.reject("again", "password_differs")
        if is_guessable(str(self.password.data), *names):
            self.reject("password", "password_guessable")
        return not self.errors


class FirstOperatorForm(PasswordForm):
    """The account of the first operator."""

    name = StringField("name", [_required(), _is_name], render_kw={"autocomplete": "username"})
    display = StringField("display", [_required(), _at_most(80)], render_kw={"autocomplete": "name"})


class AccountForm(ConsoleForm):
    """A new account with its first role."""

    name = StringField("name", [_required(), _is_name], render_kw={"autocomplete": "off"})
    display = StringField("display", [_required(), _at_most(80)], render_kw={"autocomplete": "off"})
    email = StringField("email", [_at_most(254)], render_kw={"autocomplete": "off", "type": "email"})


class GrantForm(ConsoleForm):
    """A role within a scope."""

    role = _choice("role", Role)
    scope = _choice("scope", GrantScope)
    scope_name = StringField("scope_name", [_at_most(120)], render_kw={"list": "scope-names"})

    def fits(self) -> bool:
        """Return whether the scope is named where it has to be, and only there."""
        if not self.validate():
            return False
        if (self.scope.data == GrantScope.ALL.value) is bool(self.text("scope_name")):
            self.reject("scope_name", "scope_name")
        return not self.errors


class CommentForm(ConsoleForm):
    """A remark on a finding."""

    comment = TextAreaField("comment", [_required(), _at_most(_LONGEST_TEXT)])


class MendedForm(ConsoleForm):
    """The day on which somebody mended a finding."""

    day = StringField("day", [_required(), _is_day], render_kw={"type": "date"})


class WaiverForm(ConsoleForm):
    """Why, and until when, a finding may stay."""

    reason = _choice("reason", WaiverReason)
    until = StringField("until", [_required(), _is_day], render_kw={"type": "date"})
    note = TextAreaField("note", [_required(), _at_most(_LONGEST_TEXT)])


class ViewForm(ConsoleForm):
    """The name of a list that is saved."""

    name = StringField("view_name", [_required(), _at_most(80)], render_kw={"autocomplete": "off"})
