"""Letters: noted before they leave, so that none leaves twice."""

from __future__ import annotations

import msgspec

from auditor.model import MailKind, MailRecord, MailState
from auditor.store import Store

ONE = MailRecord(
    "2026-06", MailKind.DIGEST, "資訊室", "it@bureau.example", MailState.SENDING, "2026-06-01T09:00:00+08:00"
)
SENT = msgspec.structs.replace(ONE, state=MailState.SENT)


def test_a_letter_leaves_once_a_period(store: Store) -> None:
    assert store.claim_letter(ONE)
    assert not store.claim_letter(ONE)
    store.save_letter(SENT)
    assert not store.claim_letter(ONE)
    assert store.letters("2026-06") == [SENT]
    assert store.claim_letter(msgspec.structs.replace(ONE, period="2026-07"))
    assert store.claim_letter(msgspec.structs.replace(ONE, address="other@bureau.example"))
    assert store.claim_letter(msgspec.structs.replace(ONE, kind=MailKind.ESCALATION))


def test_a_refused_letter_may_leave_again(store: Store) -> None:
    store.save_letter(msgspec.structs.replace(ONE, state=MailState.REFUSED, detail="452 full"))
    assert store.claim_letter(ONE)
    assert store.letters("2026-06") == [ONE]


def test_a_letter_forgotten_may_leave_again(store: Store) -> None:
    store.save_letter(SENT)
    store.save_letter(msgspec.structs.replace(SENT, unit="人事室"))
    assert store.forget_letters("2026-06", "資訊室") == 1
    assert store.claim_letter(ONE)
    assert [one.unit for one in store.letters("2026-06")] == ["人事室", "資訊室"]
