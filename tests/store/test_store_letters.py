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
    assert store.letters.claim(ONE)
    assert not store.letters.claim(ONE)
    store.letters.save(SENT)
    assert not store.letters.claim(ONE)
    assert store.letters.of_period("2026-06") == [SENT]
    assert store.letters.claim(msgspec.structs.replace(ONE, period="2026-07"))
    assert store.letters.claim(msgspec.structs.replace(ONE, address="other@bureau.example"))
    assert store.letters.claim(msgspec.structs.replace(ONE, kind=MailKind.ESCALATION))


def test_a_refused_letter_may_leave_again(store: Store) -> None:
    store.letters.save(msgspec.structs.replace(ONE, state=MailState.REFUSED, detail="452 full"))
    assert store.letters.claim(ONE)
    assert store.letters.of_period("2026-06") == [ONE]


def test_a_letter_forgotten_may_leave_again(store: Store) -> None:
    store.letters.save(SENT)
    store.letters.save(msgspec.structs.replace(SENT, unit="人事室"))
    assert store.letters.forget("2026-06", "資訊室") == 1
    assert store.letters.claim(ONE)
    assert [one.unit for one in store.letters.of_period("2026-06")] == ["人事室", "資訊室"]
