"""The declaration of a check: its id, severity, texts and codes, and the function that judges."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import get_type_hints

import msgspec

from auditor.model.verdict import Value, Verdict

Judge = Callable[..., Iterator[Verdict]]


class Severity(StrEnum):
    """What a fault does to a visitor, worst first."""

    BLOCKER = "blocker"
    SERIOUS = "serious"
    MODERATE = "moderate"
    MINOR = "minor"
    NOTICE = "notice"

    @property
    def rank(self) -> int:
        """0 for the worst; sorts findings."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Scope(StrEnum):
    """What a check is run over, once for each."""

    LINK = "link"
    PAGE = "page"
    SITE = "site"
    PORTFOLIO = "portfolio"


class Topic(StrEnum):
    """The four fields of the audit; each is a folder of ``checks/``."""

    LINKS = "links"
    METADATA = "metadata"
    ACCESSIBILITY = "accessibility"
    CONVENIENCE = "convenience"


class Text(msgspec.Struct, frozen=True):
    """The same words in two languages. ``{name}`` is filled from a verdict's data."""

    zh: str
    """The words in Traditional Chinese."""
    en: str
    """The words in English."""


FIELD_PRECISION = "field-precision"
"""The kind of a question whose rule people often called a false alarm: see ``auditor.judging.doubted_rules``."""

_DOUBTED = Text(
    zh="這條規則的結果經人判斷過 {judged} 筆，其中 {false_alarms} 筆是誤報，準確率低於 {percent}%，所以只當成問題提出。"
    "請看這個地方是否真的有標題所說的問題；不是的話，請登記為誤報 (auditor waive --reason false-alarm)。",
    en="Of {judged} findings of this rule that people judged, {false_alarms} were false alarms: it is right in "
    "less than {percent} of 100, so it only asks. Is the fault in the title really here? If not, record a false alarm "
    "(auditor waive --reason false-alarm).",
)


class Declaration(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about a check but its function: what a decorator takes."""

    id: str
    """Kebab-case noun that names the failing state; equals the name of the check's file."""
    severity: Severity
    """What a fault does to a visitor."""
    title: Text
    """What is wrong."""
    remedy: Text
    """How an editor mends it."""
    effect: Text | None = None
    """What a visitor experiences."""
    question: Text | None = None
    """What a person has to examine where the check cannot decide."""
    questions: dict[str, Text] = {}
    """The same by the kind of doubt, where a verdict's data name a ``kind``; kinds without a row get ``question``."""
    wcag: tuple[str, ...] = ()
    """Success criteria such as ``1.1.1``."""
    taiwan: dict[str, tuple[str, ...]] = {}
    """Detection codes judged by software, by version of the specification: ``2.0``, ``110.07``, ``115.11``."""
    manual_codes: dict[str, tuple[str, ...]] = {}
    """Codes judged by people, by version; for these the check gives a hint only."""
    judges_layout: bool = False
    """Whether it examines what style sheets make of the page: without one of them it examines nothing."""
    setting: str = ""
    """The setting of ``sites.yaml`` without which it cannot examine a site; empty where it needs none."""
    same_as: str = ""
    """Id of the preferred check, whose verdict stays where both report one fault at one element."""


class Check(Declaration, frozen=True, kw_only=True):
    """A rule: its declaration, where it applies and the function that judges."""

    scope: Scope
    """What it is run over."""
    topic: Topic
    """The field of the audit it belongs to."""
    judge: Judge
    """The function that yields verdicts."""
    needs: dict[str, type]
    """Types of the facts that ``judge`` takes, by parameter name."""
    summary: str
    """The function's docstring: what fails, what passes."""

    def question_on(self, data: Mapping[str, Value]) -> Text | None:
        """Return what a person has to examine of a verdict with these data: the question of its kind, or the usual."""
        kind = str(data.get("kind", ""))
        if kind == FIELD_PRECISION:
            return _DOUBTED
        check = kind.partition("/")[0]
        found = (self.questions.get(name) for name in (kind, f"{check}/default", check) if kind)
        return next(filter(None, found), self.question)


def declare(scope: Scope, topic: Topic, declaration: Declaration, judge: Judge) -> Check:
    """Build a check from its declaration and its judging function; the parameter types become the needs.

    Raises ``TypeError`` when a parameter of the function carries no type.
    """
    types = get_type_hints(judge)
    names = judge.__code__.co_varnames[: judge.__code__.co_argcount]
    untyped = [name for name in names if name not in types]
    if untyped:
        raise TypeError(f"check {declaration.id}: parameter {untyped[0]} needs a type that names the fact it takes")
    return Check(
        scope=scope,
        topic=topic,
        judge=judge,
        needs={name: types[name] for name in names},
        summary=(judge.__doc__ or "").strip(),
        **{name: getattr(declaration, name) for name in Declaration.__struct_fields__},
    )


def _decorator(scope: Scope) -> Callable[..., Callable[[Judge], Check]]:
    def decorator(**words: object) -> Callable[[Judge], Check]:
        declaration = Declaration(**words)  # type: ignore[arg-type]  # msgspec names a missing or unknown keyword

        def wrap(judge: Judge) -> Check:
            return declare(scope, Topic(judge.__module__.split(".")[-2]), declaration, judge)

        return wrap

    return decorator


link_check = _decorator(Scope.LINK)
page_check = _decorator(Scope.PAGE)
site_check = _decorator(Scope.SITE)
portfolio_check = _decorator(Scope.PORTFOLIO)
