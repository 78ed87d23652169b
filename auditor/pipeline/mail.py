"""Mail of a judged run: drafts each unit's mail and sends it once, also when the sender is killed half-way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

import msgspec

from auditor.model import MailRecord, MailState, Run
from auditor.notify.smtp import DeliveryUnknown, MailRefused, SmtpSender, message_id
from auditor.pipeline.reports import evidence_of, report_of
from auditor.report.mail_texts import MailDraft, mail_drafts
from auditor.store import Store


class MailResult(msgspec.Struct, frozen=True):
    """The result of sending one draft."""

    draft: MailDraft
    outcome: str
    """``sent``, ``before`` (sent already), ``no-address``, ``refused`` or ``uncertain``."""
    detail: str = ""
    """The moment it was sent before, or the server's refusal."""


def draft_mail(store: Store, run: Run, language: str, home: str, attach: str = "") -> list[MailDraft]:
    """Draft the mail of the latest judgement of a run; ``home`` is the address of its report, ``attach`` a format."""
    return list(mail_drafts(report_of(evidence_of(store, run), language), home, attach))


def send_mail(
    store: Store, period: str, mail: Iterable[MailDraft], sender: SmtpSender, now: Callable[[], datetime]
) -> Iterable[MailResult]:
    """Send each mail that has not been sent yet, and yield its result.

    A mail is recorded as being sent when only its text is left to transmit. Cut off there, it counts as sent and is
    reported as uncertain, since nobody should get it twice; ``SentLetters.forget`` lets it be sent again.
    """
    known = {(record.kind, record.unit, record.address): record for record in store.letters.of_period(period)}
    for draft in mail:
        before = known.get((draft.kind, draft.unit, draft.address))
        if not draft.address:
            yield MailResult(draft, "no-address")
        elif before and before.state is MailState.SENT:
            yield MailResult(draft, "before", before.moment)
        elif before and before.state is MailState.SENDING:
            yield MailResult(draft, "uncertain", before.moment)
        else:
            yield _send(store, period, draft, sender, now)


def _send(store: Store, period: str, draft: MailDraft, sender: SmtpSender, now: Callable[[], datetime]) -> MailResult:
    moment = now()
    record = MailRecord(
        period, draft.kind, draft.unit, draft.address, MailState.SENDING, moment.isoformat(timespec="seconds")
    )
    try:
        sent = sender.send(
            _message(draft, period, sender.sender, moment), before_body=lambda: store.letters.claim(record)
        )
    except MailRefused as error:
        store.letters.save(msgspec.structs.replace(record, state=MailState.REFUSED, detail=str(error)))
        return MailResult(draft, "refused", str(error))
    except DeliveryUnknown as error:
        return MailResult(draft, "uncertain", str(error))
    if not sent:
        return MailResult(draft, "before", "another process sends it")
    store.letters.save(msgspec.structs.replace(record, state=MailState.SENT))
    return MailResult(draft, "sent")


def _message(draft: MailDraft, period: str, sender: str, moment: datetime) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, draft.address, draft.subject
    message["Date"] = format_datetime(moment)
    message["Message-ID"] = message_id(period, draft.kind, draft.unit, draft.address, sender=sender)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence notice should answer it
    message.set_content(draft.text, cte="base64")
    for file in draft.attached:
        message.add_attachment(file.body, maintype=file.kind[0], subtype=file.kind[1], filename=file.name)
    return message
