"""Sends mail over SMTP, encrypted; reports of each letter whether it was sent, refused, or may have been sent."""

from __future__ import annotations

import ipaddress
import re
import smtplib
import ssl
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from email.policy import SMTP
from types import TracebackType
from typing import Literal, Self, cast

import msgspec

from auditor.model.identity import digest

_SECONDS = 60
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_LINE_END = re.compile(rb"\r\n|\r|\n")

Security = Literal["starttls", "tls", "none"]


class SmtpError(Exception):
    """A letter, or all of them, cannot be sent; the message names it, the cause and the remedy."""


class MailRefused(SmtpError):  # noqa: N818  # it concerns one letter, and is no fault of ours
    """The server did not accept a letter: it was not sent, and may be sent again."""


class DeliveryUnknown(SmtpError):  # noqa: N818  # nobody knows whether there is an error
    """The connection broke while the server accepted a letter: it may have been sent."""


class SmtpSettings(msgspec.Struct, frozen=True):
    """The mail server, and how it is used."""

    host: str
    """Its host name."""
    port: int
    """Its port."""
    security: Security
    """How the connection is encrypted; ``none`` only on this machine."""
    sender: str
    """The address that letters come from."""
    user: str = ""
    """The user to log in as; empty: no login."""
    password: str = ""
    """The user's password; never stored or shown."""
    authority: str = ""
    """A PEM file of certificate authorities besides the system's; empty: none."""

    def __repr__(self) -> str:
        return f"SmtpSettings({self.host}:{self.port}, {self.security})"


def smtp_settings(environment: Mapping[str, str]) -> SmtpSettings:
    """Read the settings from ``AUDITOR_SMTP_…`` variables. Raises ``SmtpError`` that names the one at fault.

    HOST, FROM; SECURITY (``starttls``, ``tls``, and ``none`` on this machine only), PORT, USER, PASSWORD, and CA, a
    file of further authorities to trust.
    """
    values = {name: environment.get(f"AUDITOR_SMTP_{name}", "").strip() for name in ("HOST", "FROM", "USER", "CA")}
    for name in ("HOST", "FROM"):
        if not values[name]:
            raise SmtpError(f"AUDITOR_SMTP_{name} is not set; put the mail settings into the environment")
    security = environment.get("AUDITOR_SMTP_SECURITY", "starttls").strip().lower()
    if security not in _PORTS:
        raise SmtpError(f"AUDITOR_SMTP_SECURITY is {security!r}; write starttls or tls")
    if security == "none" and not _is_this_machine(values["HOST"]):
        raise SmtpError(
            "AUDITOR_SMTP_SECURITY is 'none'; without encryption only this machine's own server may be used"
        )
    port = environment.get("AUDITOR_SMTP_PORT", "").strip() or str(_PORTS[security])
    if not port.isdigit():
        raise SmtpError(f"AUDITOR_SMTP_PORT is {port!r}; write a number such as 587")
    password = environment.get("AUDITOR_SMTP_PASSWORD", "")
    return SmtpSettings(
        values["HOST"],
        int(port),
        cast(Security, security),
        values["FROM"],
        values["USER"],
        password,
        values["CA"],
    )


def message_id(*parts: str, sender: str) -> str:
    """Return the same Message-ID for the same letter, however often it is sent."""
    return f"<{digest(*parts, size=12)}@{sender.rpartition('@')[2].rstrip('>') or 'auditor.invalid'}>"


class SmtpSender:
    """Sends letters over one connection. Use as a context manager."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._connection: smtplib.SMTP | None = None

    @property
    def sender(self) -> str:
        """The address that letters come from."""
        return self._settings.sender

    def __enter__(self) -> Self:
        self._connect()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection:
            try:
                self._connection.quit()
            except (smtplib.SMTPException, OSError):
                self._connection.close()

    def send(self, message: EmailMessage, before_body: Callable[[], bool]) -> bool:
        """Send one letter. ``before_body`` is called when only its text is still to be sent, and may stop it by False.

        Returns whether it was sent. Raises ``MailRefused`` where it was not, ``DeliveryUnknown`` where it is unknown.
        """
        body = _smtp_data(message)
        try:
            connection = self._ready()
            self._require(connection.mail(_bare(self._settings.sender)))
            self._require(connection.rcpt(_bare(str(message["To"]))))
            self._require(connection.docmd("DATA"), 354)
        except (smtplib.SMTPException, OSError) as error:
            if not isinstance(error, smtplib.SMTPResponseException):
                self._drop()
            raise MailRefused(f"{message['To']}: {error}") from error
        if not before_body():
            self._drop()
            return False
        try:
            connection.send(body)
            code, reply = connection.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise DeliveryUnknown(f"{message['To']}: the connection broke while the server accepted it") from error
        if code != 250:
            raise MailRefused(f"{message['To']}: {code} {reply.decode(errors='replace')}")
        return True

    def _ready(self) -> smtplib.SMTP:
        """Return the connection, opened again where the server has closed it meanwhile."""
        if self._connection:
            try:
                if self._connection.noop()[0] == 250:
                    self._connection.rset()
                    return self._connection
            except (smtplib.SMTPException, OSError):
                self._drop()
        return self._connect()

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        try:
            trust = ssl.create_default_context(cafile=settings.authority or None)
            if settings.security == "tls":
                connection: smtplib.SMTP = smtplib.SMTP_SSL(
                    settings.host, settings.port, timeout=_SECONDS, context=trust
                )
            else:
                connection = smtplib.SMTP(settings.host, settings.port, timeout=_SECONDS)
            if settings.security == "starttls":
                connection.starttls(context=trust)
            connection.ehlo_or_helo_if_needed()
            if settings.user:
                connection.login(settings.user, settings.password)
        except (smtplib.SMTPException, OSError) as error:
            # an error of a login may repeat what was sent, so its text is not shown
            why = "the server does not take user and password" if _is_login(error) else str(error)
            raise SmtpError(f"{settings.host}:{settings.port}: {why}; check the AUDITOR_SMTP_ settings") from None
        self._connection = connection
        return connection

    def _require(self, answer: tuple[int, bytes], good: int = 250) -> None:
        code, reply = answer
        if code not in {good, 251}:
            raise smtplib.SMTPResponseException(code, reply.decode(errors="replace"))

    def _drop(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None


def _smtp_data(message: EmailMessage) -> bytes:
    """Return the letter as SMTP carries it: CRLF, a leading dot doubled, a lone dot at the end (RFC 5321, 4.5.2)."""
    text = _LINE_END.sub(b"\r\n", message.as_bytes(policy=SMTP.clone(cte_type="7bit"))).rstrip(b"\r\n")
    return re.sub(rb"(?m)^\.", b"..", text) + b"\r\n.\r\n"


def _bare(address: str) -> str:
    return address.rpartition("<")[2].rstrip(">").strip()


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_login(error: Exception) -> bool:
    return isinstance(error, smtplib.SMTPAuthenticationError)
