"""Letters arrive at a real server, encrypted, once each, also when the sender is killed in the middle."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import msgspec
import pytest
import trustme
from aiosmtpd.controller import Controller
from small_runs import ROOT, answer, page, site

from auditor.model import (
    Deadlines,
    LinkState,
    MailKind,
    MailState,
    Owner,
    Portfolio,
    Run,
    Settings,
)
from auditor.notify.smtp import SmtpError, SmtpSender, SmtpSettings, smtp_settings
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.pipeline.mail import MailResult, draft_mail, send_mail
from auditor.store import Store

UNITS = 60
NOW = datetime(2026, 6, 1, 9, tzinfo=timezone(timedelta(hours=8)))
GONE = "http://other.example/gone"


class Taker:
    """Takes letters; ``then`` is called with their number, and may refuse by an answer of its own."""

    def __init__(self, then: Callable[[int], str | None] = lambda _: None) -> None:
        self.letters: list[tuple[str, EmailMessage]] = []
        self._then = then

    async def handle_DATA(  # noqa: N802 - the server calls it so
        self, _server: object, _session: object, envelope: Any
    ) -> str:
        answer_ = self._then(len(self.letters) + 1)
        if answer_ is None or answer_.startswith("250"):
            message = message_from_bytes(envelope.content, policy=policy.default)
            self.letters.append((envelope.rcpt_tos[0], message))
        return answer_ or "250 taken"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    made = trustme.CA()
    file = tmp_path_factory.mktemp("ca") / "ca.pem"
    made.cert_pem.write_to_path(str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.issue_cert("127.0.0.1").configure_cert(context)
    return file, context


@contextmanager
def serving(taker: Taker, **terms: object) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    server = Controller(taker, hostname="127.0.0.1", port=port, **terms)  # type: ignore[arg-type]
    server.start()
    try:
        yield port
    finally:
        server.stop()


def owned(number: int) -> Owner:
    return Owner(f"第{number:02}科", f"unit{number:02}@bureau.example" if number else "")


def judged(store: Store, units: int) -> Run:
    """A run in which every unit owns a site with a broken link; the first has no address."""
    sites = tuple(
        msgspec.structs.replace(site(f"s{number:02}"), default_owner=owned(number)) for number in range(units)
    )
    portfolio = Portfolio(sites, deadlines=Deadlines(escalation="head@bureau.example"))
    for day in ("2026-05-01", "2026-06-01"):
        run = store.runs.create(day[:7], day, Settings(portfolio, topics=("links",)), {}, f"{day}T02:00:00+08:00")
        pages = [page(store, f"{ROOT}{one.id}/", GONE) for one in sites]
        store.queue.record(run.number, fetched=[*pages, answer(GONE, LinkState.BROKEN)])
        judge_run(store, run, made=f"{day}T09:00:00+08:00")
    return store.runs.find(2)


def sent(store: Store, run: Run, box: SmtpSettings) -> list[MailResult]:
    letters = draft_mail(store, run, "zh-TW", "https://reports.example/2026-06/")
    with SmtpSender(box) as postman:
        return list(send_mail(store, run.period, letters, postman, lambda: NOW))


def a_box(port: int, authority: Path, security: str = "starttls") -> SmtpSettings:
    return SmtpSettings("127.0.0.1", port, security, "auditor@bureau.example", authority=str(authority))  # type: ignore[arg-type]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_letters_arrive_encrypted_once_with_list_and_deadline(
    store: Store, authority: tuple[Path, ssl.SSLContext], security: str
) -> None:
    run, taker = judged(store, 3), Taker()
    file, context = authority
    terms = {"tls_context": context, "require_starttls": True} if security == "starttls" else {"ssl_context": context}
    with serving(taker, **terms) as port:
        first = sent(store, run, a_box(port, file, security))
        again = sent(store, run, a_box(port, file, security))
    assert [one.outcome for one in first] == ["no-address", "sent", "sent", "sent"]
    assert [one.outcome for one in again] == ["no-address", "before", "before", "before"]
    to, message = taker.letters[0]
    assert (to, message["To"]) == ("unit01@bureau.example", "unit01@bureau.example")
    assert message["Subject"] == "【網站檢測】115 年 6 月第01科：待處理 1 項，逾期 1 項"
    text = message.get_content()
    assert "期限 115 年 5 月 2 日，逾期 30 天" in text
    assert f"{ROOT}s01/" in text
    assert "https://reports.example/2026-06/units/2.html" in text
    head = taker.letters[-1]
    assert head[0] == "head@bureau.example"
    assert "第00科：逾期 1 項，最久逾期 30 天" in head[1].get_content()
    assert "沒有設定電子郵件" in head[1].get_content()
    assert {one.state for one in store.letters.of_period("2026-06")} == {MailState.SENT}


def test_a_refused_letter_is_sent_the_next_time_and_the_others_go_on(
    store: Store, authority: tuple[Path, ssl.SSLContext]
) -> None:
    run = judged(store, 4)
    file, context = authority
    full = Taker(lambda number: "452 mailbox full" if number == 2 and len(full.letters) == 1 and not tried else None)
    tried: list[bool] = []
    with serving(full, tls_context=context) as port:
        first = sent(store, run, a_box(port, file))
        tried.append(True)
        second = sent(store, run, a_box(port, file))
    assert Counter(one.outcome for one in first)["refused"] >= 1
    assert {one.outcome for one in second} == {"no-address", "before", "sent"}
    assert set(Counter(to for to, _ in full.letters).values()) == {1}
    assert len(full.letters) == 4


def test_a_slip_goes_along_where_it_is_wanted(store: Store, authority: tuple[Path, ssl.SSLContext]) -> None:
    run, taker = judged(store, 2), Taker()
    file, context = authority
    with serving(taker, tls_context=context) as port, SmtpSender(a_box(port, file)) as postman:
        letters = draft_mail(store, run, "zh-TW", "", "ods")
        assert {one.outcome for one in send_mail(store, run.period, letters, postman, lambda: NOW)} >= {"sent"}
    (attached,) = list(taker.letters[0][1].iter_attachments())
    assert attached.get_filename() == "2026-06-2.ods"
    assert attached.get_content().startswith(b"PK")


def test_a_server_that_nobody_vouches_for_gets_no_letter(
    store: Store, authority: tuple[Path, ssl.SSLContext], tmp_path: Path
) -> None:
    run, taker = judged(store, 2), Taker()
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))
    with serving(taker, tls_context=authority[1]) as port, pytest.raises(SmtpError, match="AUDITOR_SMTP_"):
        sent(store, run, a_box(port, tmp_path / "other.pem"))
    assert (taker.letters, store.letters.of_period("2026-06")) == ([], [])


def test_lines_that_begin_with_a_dot_arrive_whole(authority: tuple[Path, ssl.SSLContext]) -> None:
    taker, message = Taker(), EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.example", "c@d.example", "dots"
    message.set_content(".\n..two\nend\n")
    file, context = authority
    with serving(taker, tls_context=context) as port, SmtpSender(a_box(port, file)) as postman:
        assert postman.send(message, lambda: True)
        assert not postman.send(message, lambda: False)
        assert postman.send(message, lambda: True)
    assert [one.get_content().splitlines() for _, one in taker.letters] == [[".", "..two", "end"]] * 2


@pytest.mark.parametrize(
    ("environment", "printed"),
    [
        ({}, "AUDITOR_SMTP_HOST"),
        ({"HOST": "mail.example"}, "AUDITOR_SMTP_FROM"),
        ({"HOST": "mail.example", "FROM": "a@b.example", "SECURITY": "none"}, "without encryption"),
        ({"HOST": "mail.example", "FROM": "a@b.example", "SECURITY": "ssl3"}, "starttls or tls"),
        ({"HOST": "mail.example", "FROM": "a@b.example", "PORT": "smtp"}, "a number"),
    ],
)
def test_settings_that_cannot_be_used_are_named(environment: dict[str, str], printed: str) -> None:
    with pytest.raises(SmtpError, match=printed):
        smtp_settings({f"AUDITOR_SMTP_{name}": value for name, value in environment.items()})


def test_the_password_is_never_shown() -> None:
    names = {"HOST": "mail.example", "FROM": "a@b.example", "USER": "u", "PASSWORD": "s3cret"}
    box = smtp_settings({f"AUDITOR_SMTP_{name}": value for name, value in names.items()})
    assert (box.port, box.security, box.password) == (587, "starttls", "s3cret")
    assert "s3cret" not in f"{box} {box!r}"


def test_sixty_units_get_their_letter_once_though_the_sender_is_killed(
    tmp_path: Path, authority: tuple[Path, ssl.SSLContext]
) -> None:
    database, blobs = f"sqlite:///{tmp_path / 'auditor.sqlite'}", tmp_path / "blobs"
    with Store.open(database, blobs) as store:
        judged(store, UNITS + 1)
    running: list[subprocess.Popen[str]] = []

    def kill(number: int) -> None:
        if number == 30 and len(running) == 1:
            running[0].send_signal(signal.SIGKILL)
            running[0].wait()

    taker, (file, context) = Taker(kill), authority
    command = [sys.executable, "-m", "auditor", "mail", "--data", str(tmp_path)]
    with serving(taker, tls_context=context, require_starttls=True) as port:
        environment = os.environ | {
            "AUDITOR_SMTP_HOST": "127.0.0.1", "AUDITOR_SMTP_PORT": str(port), "AUDITOR_SMTP_CA": str(file),
            "AUDITOR_SMTP_FROM": "auditor@bureau.example", "AUDITOR_SMTP_PASSWORD": "s3cret",
        }  # fmt: skip
        for _ in range(2):
            running.append(
                subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            )
            printed, wrong = running[-1].communicate(timeout=120)
    assert [one.returncode for one in running] == [-signal.SIGKILL, 2]
    count = Counter(to for to, _ in taker.letters)
    assert count == {f"unit{number:02}@bureau.example": 1 for number in range(1, UNITS + 1)} | {
        "head@bureau.example": 1
    }
    assert "uncertain: 第30科" in printed
    assert "no-address 1" in printed
    assert "s3cret" not in printed + wrong
    assert b"s3cret" not in (tmp_path / "auditor.sqlite").read_bytes()
    with Store.open(database, blobs) as store:
        states = Counter(one.state for one in store.letters.of_period("2026-06"))
        assert states == {MailState.SENT: UNITS, MailState.SENDING: 1}
        assert store.letters.forget("2026-06", "第30科") == 1
        assert {one.kind for one in store.letters.of_period("2026-06")} == {MailKind.DIGEST, MailKind.ESCALATION}
