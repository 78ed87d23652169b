"""Compares the ``expect`` block of an example with what a check yields; one line stands for one verdict::

    failed line=2 cause=none src=a.png
    failed selector=#menu cause=cover|#bar
    cant_tell reason=not-confirmed
    passed x2
    untested not_html
    inapplicable

Every verdict must be named. Keys are ``url``, ``selector``, ``line``, ``column``, ``region``, ``cause``, ``reason``;
any other is looked up in the verdict's data (a tuple is written with commas). ``cause=none`` is a verdict without a
cause of its own, ``selector=none`` one about the page as a whole.

A ``failed`` line of a page check names a place (``selector``, ``line`` or ``region``) and a cause: a check that points
at the wrong element fails its page.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from auditor.model import Check, Judged, NotJudged, Place, Scope, Verdict

_PLACES = ("selector", "line", "region")
_OUTCOMES = frozenset({"passed", "failed", "cant_tell", "inapplicable", "untested"})
_TIMES = re.compile(r"x(\d+)")


def differences(expect: tuple[str, ...], result: Judged | NotJudged) -> tuple[list[str], list[str]]:
    """Expected lines that no verdict meets, and verdicts that no line expects; the most detailed line chooses first."""
    if isinstance(result, NotJudged):
        reason = f"untested {result.reason}"
        return [line for line in expect if line != reason], [] if reason in expect else [reason]
    wanted = sorted(_wanted(expect), key=len, reverse=True)
    left, missing = list(result.verdicts), list[str]()
    for words in wanted:
        hit = next((verdict for verdict in left if _meets(verdict, words)), None)
        if hit is None:
            missing.append(" ".join(words))
        else:
            left.remove(hit)
    return missing, list(map(line_of, left))


def incomplete_lines(check: Check, expect: tuple[str, ...]) -> Iterator[str]:
    """The ``failed`` lines of a page check that name no place or no cause, each with what is missing."""
    if check.scope is not Scope.PAGE:
        return
    for line in expect:
        outcome, *words = shlex.split(line)
        keys = {word.partition("=")[0] for word in words}
        if outcome == "failed" and not keys & {*_PLACES}:
            yield f"{line}: name the place, by one of {', '.join(_PLACES)}"
        if outcome == "failed" and "cause" not in keys:
            yield f"{line}: name the cause, or cause=none"


def unfilled_words(check: Check, result: Judged | NotJudged) -> Iterator[str]:
    """Words of the check whose placeholders a verdict's data cannot fill; what is undecided needs a question."""
    for verdict in result.verdicts if isinstance(result, Judged) else ():
        if verdict.outcome == "passed":
            continue
        if verdict.outcome == "cant_tell" and check.question is None:
            yield "a check that leaves something undecided needs a question for a person"
        words = [check.question] if verdict.outcome == "cant_tell" else [check.remedy, check.effect]
        for name in re.findall(r"\{(\w+)\}", " ".join(text.zh + text.en for text in words if text)):
            if name not in verdict.data:
                yield f"{{{name}}} is not in the data of {line_of(verdict)}"


def is_at_its_element(html: str, place: Place) -> bool:
    """Whether a tag that the last step of the selector names begins at the place's line and column."""
    line = html.splitlines()[place.line - 1 :][:1] or [""]
    tag = re.match(r"<([^\s>]+)[^>]*", line[0][place.column - 1 :])
    step = re.sub(r":nth-of-type\(\d+\)$", "", place.selector.rpartition(" > ")[2]).replace("\\", "")
    name, attribute = re.match(r"([^#\[]*)(.*)", step).groups()  # type: ignore[union-attr]  # matches everything
    wanted = re.sub(r'\[(\w+)="(.*)"\]', r'\1="\2"', re.sub(r"^#(.*)", r'id="\1"', attribute)).casefold()
    return tag is not None and name in {"", tag[1].casefold()} and wanted in tag[0].casefold()


def line_of(verdict: Verdict) -> str:
    """The verdict as a line of an ``expect`` block, with all that is known of it but the address."""
    unknown = {("line", "0"), ("column", "0"), ("reason", "")}
    words = [pair for pair in _keys(verdict).items() if pair not in unknown and pair[0] != "url"]
    return " ".join([verdict.outcome, *(f"{key}={shlex.quote(value)}" for key, value in words)])


def text_of(result: Judged | NotJudged) -> str:
    """What the check yields, in lines of an ``expect`` block."""
    if isinstance(result, NotJudged):
        return f"untested {result.reason} {result.detail}"
    return "\n".join(map(line_of, result.verdicts)) or "inapplicable"


def _wanted(expect: tuple[str, ...]) -> Iterator[list[str]]:
    """The words of each expected verdict, a line with ``x2`` twice."""
    for line in expect:
        words = shlex.split(line)
        times = next((int(found[1]) for word in words[1:] if (found := _TIMES.fullmatch(word))), 1)
        rest = [word for word in words if not _TIMES.fullmatch(word)]
        assert rest[0] in _OUTCOMES, line
        if rest[0] != "inapplicable":
            yield from [rest] * times


def _meets(verdict: Verdict, words: list[str]) -> bool:
    known = _keys(verdict)
    pairs = (word.partition("=") for word in words[1:])
    return verdict.outcome == words[0] and all(known.get(key) == value for key, _, value in pairs)


def _keys(verdict: Verdict) -> dict[str, str]:
    place = {name: str(getattr(verdict.place, name)) for name in ("line", "column", "region", "url")}
    data = {key: ",".join(value) if isinstance(value, tuple) else str(value) for key, value in verdict.data.items()}
    named = {"selector": verdict.place.selector or "none", "cause": verdict.cause or "none", "reason": verdict.reason}
    return {**place, **named, **data}
