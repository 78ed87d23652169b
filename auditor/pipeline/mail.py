"""Letters of a judged run: written, and sent so that each unit gets its own once, also when it is killed half-way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

import msgspec

from auditor.findings.grouping import shared_faults_of
from auditor.judging import registry
from auditor.model import MailRecord, MailState, Run
from auditor.notify.smtp import DeliveryUnknown, MailRefused, SmtpSender, message_id
from auditor.pipeline.reports import evidence_of
from auditor.report.html.views import Report
from auditor.report.letters import MailDraft, drafts
from auditor.report.words import words_in
from auditor.store import Store


class MailResult(msgspec.Struct, frozen=True):
    """What became of one draft: ``sent``, ``before`` (gone already), ``no-address``, ``refused``, ``uncertain``."""

    draft: MailDraft
    outcome: str
    detail: str = ""


def write_letters(store: Store, run: Run, language: str, home: str, attach: str = "") -> list[MailDraft]:
    """The letters of the latest judgement of a run; ``home`` is where its report can be read."""
    evidence = evidence_of(store, run)
    shared = shared_faults_of([found for site in evidence.sites for found in site.findings])
    checks = {check.id: check for check in registry.load_checks()}
    return list(drafts(Report(evidence, checks, tuple(shared), words_in(language)), home, attach))


def send_mail(
    store: Store, period: str, letters: Iterable[MailDraft], postman: SmtpSender, now: Callable[[], datetime]
) -> Iterable[MailResult]:
    """Send each letter that has not gone yet, and tell what became of it.

    A letter is noted as leaving when only its text is still to go. Cut off there, it counts as gone and is told as
    uncertain, since nobody should get it twice; ``Store.forget_letters`` lets it go again.
    """
    known = {(one.kind, one.unit, one.address): one for one in store.letters.of_period(period)}
    for draft in letters:
        before = known.get((draft.kind, draft.unit, draft.address))
        if not draft.address:
            yield MailResult(draft, "no-address")
        elif before and before.state is MailState.SENT:
            yield MailResult(draft, "before", before.moment)
        elif before and before.state is MailState.SENDING:
            yield MailResult(draft, "uncertain", before.moment)
        else:
            yield _sent(store, period, draft, postman, now)


def _sent(store: Store, period: str, draft: MailDraft, postman: SmtpSender, now: Callable[[], datetime]) -> MailResult:
    moment = now()
    letter = MailRecord(
        period, draft.kind, draft.unit, draft.address, MailState.SENDING, moment.isoformat(timespec="seconds")
    )
    try:
        gone = postman.send(
            _message(draft, period, postman.sender, moment), before_body=lambda: store.letters.claim(letter)
        )
    except MailRefused as error:
        store.letters.save(msgspec.structs.replace(letter, state=MailState.REFUSED, detail=str(error)))
        return MailResult(draft, "refused", str(error))
    except DeliveryUnknown as error:
        return MailResult(draft, "uncertain", str(error))
    if not gone:
        return MailResult(draft, "before", "another process sends it")
    store.letters.save(msgspec.structs.replace(letter, state=MailState.SENT))
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
