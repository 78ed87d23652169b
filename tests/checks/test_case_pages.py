"""Runs the case page of every check: ``tests/checks/<topic>/<id>.md`` is its documentation and its test.

A page has the sections "What it does" and "Why", in Chinese and English, and then ``failing``, ``passing``,
``cannot tell`` and ``inapplicable`` with examples. An example is an optional ``yaml`` block of facts, an optional
``html`` block (the page; for a site check the home page), and an ``expect`` block with one line a verdict::

    failed selector="img:nth-of-type(1)" src=a.png
    cant_tell reason=not-confirmed
    passed x2
    untested not_html
    inapplicable

Every verdict must be named. Keys are ``url``, ``selector``, ``line``, ``column``, ``region``, ``cause``, ``reason``;
any other is looked up in the verdict's data (a tuple is written with commas). ``yaml`` keys by scope:

* page: ``url``, ``status``, ``start``, ``today``, ``site``, ``rendered`` (a Rendered, or the reason it is missing)
* link: the fields of a LinkTarget; ``answer`` is a Response, or a FetchFailure where it has a ``reason``
* site: ``today``, ``site``, ``pages`` (PageSummary each), ``home_targets``, ``area_targets`` and ``file_targets``
  (LinkTarget by address), ``area`` (``url`` and ``html`` of the page of search by classification), ``search``
  (``word``, ``url``, and the HTML of ``known`` and ``nonsense``), ``not_asked``, and those of a page
* any page may have an ``answer``: fields of its Response
* portfolio: ``today``, ``sites`` (each like a site check's), ``systems`` (``system``, its ``target``, ``missing``)
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from auditor.extract.home.blocks import read_blocks
from auditor.extract.home.metadata_soup import read_head
from auditor.extract.html.document import read_document
from auditor.judging import registry, run_checks
from auditor.model import (
    Check,
    Context,
    Download,
    FetchFailure,
    Fragment,
    Judged,
    LinkDetail,
    LinkState,
    LinkTarget,
    Notice,
    NotJudged,
    Page,
    PageFacts,
    PageSummary,
    Place,
    PortfolioFacts,
    Rendered,
    Response,
    Scope,
    SearchAnswers,
    Site,
    SiteFacts,
    SiteKind,
    StyleSheet,
    System,
    SystemFacts,
    Untested,
    Verdict,
    failed,
    passed,
)

ROOM = Path(__file__).parent
URL = "https://zone.example.gov.tw/page"
TODAY = "2026-11-23"
CHECKS = {check.id: check for check in registry.load_checks(packs=False)}
PAGES = {path.stem: path for path in sorted(ROOM.glob("*/*.md"))}
KINDS = ("failing", "passing", "cannot tell", "inapplicable")
_OUTCOMES = {"failing": "failed", "passing": "passed", "cannot tell": "cant_tell", "inapplicable": "inapplicable"}


class Example(msgspec.Struct, frozen=True):
    """One example of a case page, with the line of its ``expect`` block."""

    check: str
    kind: str
    line: int
    html: str | None
    facts: dict[str, Any]
    expect: tuple[str, ...]


def _sections(path: Path) -> Iterator[tuple[str, int, list[str]]]:
    """Heading of the second level, line number of its first line, and its lines."""
    title, start, lines, fenced = "", 1, list[str](), False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        fenced ^= line.startswith("```")
        if line.startswith("## ") and not fenced:
            yield title, start, lines
            title, start, lines = line[3:].strip(), number + 1, []
        else:
            lines.append(line)
    yield title, start, lines


def _examples(path: Path) -> Iterator[Example]:
    for kind, start, lines in _sections(path):
        blocks: dict[str, str] = {}
        for match in re.finditer(r"^```(\w+)\n(.*?)^```$", "\n".join(lines) + "\n", re.MULTILINE | re.DOTALL):
            language, text = match.groups()
            blocks[language] = text
            if language == "expect":
                line = start + "\n".join(lines)[: match.start()].count("\n")
                facts = yaml.safe_load(blocks.get("yaml", "")) or {}
                yield Example(path.stem, kind, line, blocks.get("html"), facts, tuple(text.strip().splitlines()))
                blocks = {}


EXAMPLES = [example for path in PAGES.values() for example in _examples(path)]


@pytest.mark.parametrize("check", [c for c in CHECKS.values() if not c.id.startswith("axe-")], ids=lambda c: c.id)
def test_every_check_has_a_case_page(check: Check) -> None:
    path = ROOM / check.topic / f"{check.id}.md"
    assert path.exists(), f"write {path.relative_to(ROOM)}"
    sections = {title: "\n".join(lines) for title, _, lines in _sections(path)}
    for title in ("What it does", "Why"):
        assert re.search(r"[一-鿿]", sections.get(title, "")), f"{path.name}: {title} has no words in Chinese"
        assert re.search(r"[A-Za-z]{3}", sections.get(title, "")), f"{path.name}: {title} has no words in English"
    shown = {example.kind for example in EXAMPLES if example.check == check.id}
    enough = ({"failing", "passing"}, {"cannot tell", "passing"}, {"cannot tell", "inapplicable"})
    assert any(kinds <= shown for kinds in enough), f"{path.name} shows only {shown}"
    assert shown <= set(KINDS), f"{path.name}: examples stand only in the sections {KINDS}"


def test_no_case_page_is_an_orphan() -> None:
    assert [page for page in PAGES if page not in CHECKS] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.check}:{example.line}")
def test_example(example: Example) -> None:
    check = CHECKS.get(example.check)
    if check is None:
        pytest.fail(f"no check {example.check}")
    (result,) = _judged(check, example)
    got = _spelled(result)
    assert _OUTCOMES[example.kind] in {line.split()[0] for line in example.expect} | {
        "inapplicable" if line.startswith("untested") else "" for line in example.expect
    }, f"an example under {example.kind!r} shows something else: {example.expect}"
    assert _left_over(example.expect, result) == ([], []), f"judged: {got}"
    assert list(_wordless(check, result)) == []


PLACE = Place(URL, "img")
SEEN = Judged("x", URL, (passed(PLACE), failed(PLACE, src="a.png"), failed(PLACE, src="b.png", wide=("1", "2"))))


@pytest.mark.parametrize(
    ("expect", "missing", "unexpected"),
    [
        (("passed", "failed src=a.png", "failed"), 0, 0),
        (("passed", "failed", "failed src=a.png"), 0, 0),
        (("failed selector=img x2", "passed"), 0, 0),
        (("passed", "failed src=a.png"), 0, 1),
        (("passed x2", "failed x2"), 1, 0),
        (("passed", "failed src=a.png x2"), 1, 1),
        (("passed", "cant_tell", "failed x2"), 1, 0),
        (("inapplicable",), 0, 3),
        (("untested not_html",), 1, 3),
    ],
)
def test_the_runner_sees_every_difference(expect: tuple[str, ...], missing: int, unexpected: int) -> None:
    assert tuple(map(len, _left_over(expect, SEEN))) == (missing, unexpected)


def test_the_runner_tells_untested_from_judged() -> None:
    skipped = NotJudged("x", URL, Untested.BUDGET)
    assert _left_over(("untested budget",), skipped) == ([], [])
    assert _left_over(("passed",), skipped) == (["passed"], ["untested budget"])
    assert _left_over(("untested robots",), skipped) == (["untested robots"], ["untested budget"])


def _judged(check: Check, example: Example) -> list[Judged | NotJudged]:
    match check.scope:
        case Scope.LINK:
            return run_checks.judge_target([check], target(example.facts))
        case Scope.PAGE:
            facts, context = page(example.facts, example.html)
            return run_checks.judge_page([check], facts, context)
        case Scope.SITE:
            return run_checks.judge_site([check], whole_site(example.facts, example.html))
        case Scope.PORTFOLIO:
            sites = tuple(whole_site(one, one.get("html")) for one in example.facts.get("sites", ()))
            systems = tuple(system(one) for one in example.facts.get("systems", ()))
            return run_checks.judge_portfolio(
                [check], PortfolioFacts(example.facts.get("today", TODAY), sites, systems)
            )


def page(facts: dict[str, Any], html: str | None) -> tuple[PageFacts, Context]:
    """The facts and the context of one example page; without HTML the answer is no page."""
    url = facts.get("url", URL)
    start = bool(facts.get("start"))
    read = Page()
    if html is not None:
        document = read_document(html, url)
        read = Page(document, read_head(html, url), read_blocks(document))
    rendered = facts.get("rendered", "not_visited")
    answer = msgspec.convert(
        {"url": url, "final_url": url, "status": 200, "media_type": "text/html", **_tagged(Response)}
        | {key: facts[key] for key in ("status",) if key in facts}
        | facts.get("answer", {}),
        Response,
    )
    seen = _rendered(rendered, url) if isinstance(rendered, dict) else Untested(rendered)
    site = _site(facts)
    return (
        PageFacts(url, site.id, answer, read, seen, start=start),
        Context(site, facts.get("today", TODAY), start),
    )


def whole_site(facts: dict[str, Any], html: str | None) -> SiteFacts:
    """The facts of one example site; without HTML its home page could not be read."""
    pages = [{"status": 200, "url": URL, **one} for one in facts.get("pages", ())]
    home = page({"start": True, **facts}, html)[0] if html is not None else None
    targets = {url: target({"url": url, **one}) for url, one in facts.get("home_targets", {}).items()}
    summaries = tuple(msgspec.convert(one, PageSummary) for one in pages)
    area = page(facts["area"], facts["area"]["html"])[0] if "area" in facts else None
    ways = {url: target({"url": url, **one}) for url, one in facts.get("area_targets", {}).items()}
    forms = {url: target({"url": url, **one}) for url, one in facts.get("file_targets", {}).items()}
    today, not_asked, search = facts.get("today", TODAY), facts.get("not_asked", 0), _search(facts.get("search"))
    return SiteFacts(_site(facts), today, summaries, home, targets, area, ways, forms, search, not_asked)


def _search(facts: dict[str, str] | None) -> SearchAnswers | None:
    """The answers of a site's search, from the HTML of each."""
    if facts is None:
        return None
    known, nonsense = (read_document(facts[key], URL) if key in facts else None for key in ("known", "nonsense"))
    return SearchAnswers(facts["word"], facts["url"], known, nonsense)


def system(facts: dict[str, Any]) -> SystemFacts:
    """One system with its target; ``missing`` words are None where no page could be read."""
    told = msgspec.convert({"id": "system", "name": "系統", "how": "probe", **facts["system"]}, System)
    missing = facts.get("missing")
    return SystemFacts(told, target({"url": told.url, **facts["target"]}), None if missing is None else tuple(missing))


def target(facts: dict[str, Any]) -> LinkTarget:
    """The link target of one example; an answer with a ``reason`` is a failure."""
    answer = facts.get("answer")
    if answer is not None:
        kind = FetchFailure if "reason" in answer else Response
        answer = {"url": facts["url"], "final_url": facts["url"], **_tagged(kind), **answer}
        answer = msgspec.convert(answer, kind)
    return LinkTarget(
        url=facts["url"],
        state=LinkState(facts.get("state", "ok")),
        detail=LinkDetail(facts.get("detail", "alive")),
        notices=tuple(map(Notice, facts.get("notices", ()))),
        answer=answer,
        attempts=facts.get("attempts", 1),
        confirmed=facts.get("confirmed", False),
        download=msgspec.convert(facts["download"], Download) if "download" in facts else None,
        sheet=msgspec.convert(facts["sheet"], StyleSheet) if "sheet" in facts else None,
        fragments=tuple(msgspec.convert(one, Fragment) for one in facts.get("fragments", ())),
    )


def _rendered(facts: dict[str, Any], url: str) -> Rendered:
    plain = {"url": url, "final_url": url, "browser": "Chromium", **_tagged(Rendered), **facts}
    return msgspec.convert(plain, Rendered)


def _tagged(kind: type[msgspec.Struct]) -> dict[str, Any]:
    config = kind.__struct_config__
    return {str(config.tag_field): config.tag} if config.tag is not None else {}


def _site(facts: dict[str, Any]) -> Site:
    plain = {
        "id": "zone",
        "names": [{"zh": "範例工業區服務中心", "en": "Example Industrial Park Service Center"}],
        "kind": SiteKind.SERVICE_CENTER,
        "url": "https://zone.example.gov.tw/",
        **facts.get("site", {}),
    }
    return msgspec.convert(plain, Site)


def _left_over(expect: tuple[str, ...], result: Judged | NotJudged) -> tuple[list[str], list[str]]:
    """Expected lines that no verdict meets, and verdicts that no line expects; the most detailed line chooses first."""
    if isinstance(result, NotJudged):
        reason = f"untested {result.reason}"
        return [line for line in expect if line != reason], [] if reason in expect else [reason]
    wanted = sorted(_wanted(expect), key=len, reverse=True)
    left, missing = list(result.verdicts), list[str]()
    for line in wanted:
        hit = next((verdict for verdict in left if _meets(verdict, line)), None)
        if hit is None:
            missing.append(" ".join(line))
        else:
            left.remove(hit)
    return missing, [_line(verdict) for verdict in left]


def _wordless(check: Check, result: Judged | NotJudged) -> Iterator[str]:
    """Words of the check whose placeholders a verdict's data cannot fill; what is undecided needs a question."""
    for verdict in result.verdicts if isinstance(result, Judged) else ():
        if verdict.outcome == "passed":
            continue
        if verdict.outcome == "cant_tell" and check.question is None:
            yield "a check that cannot always tell needs a question for a person"
        words = [check.question] if verdict.outcome == "cant_tell" else [check.remedy, check.effect]
        for name in re.findall(r"\{(\w+)\}", " ".join(text.zh + text.en for text in words if text)):
            if name not in verdict.data:
                yield f"{{{name}}} is not in the data of {_line(verdict)}"


def _wanted(expect: tuple[str, ...]) -> Iterator[list[str]]:
    for line in expect:
        words = shlex.split(line)
        times = next((int(word[1:]) for word in words[1:] if re.fullmatch(r"x\d+", word)), 1)
        rest = [word for word in words if not re.fullmatch(r"x\d+", word)]
        assert rest[0] in {"passed", "failed", "cant_tell", "inapplicable", "untested"}, line
        if rest[0] != "inapplicable":
            yield from [rest] * times


def _meets(verdict: Verdict, line: list[str]) -> bool:
    if verdict.outcome != line[0]:
        return False
    known = _told(verdict)
    return all(known.get(key) == value for key, _, value in (word.partition("=") for word in line[1:]))


def _told(verdict: Verdict) -> dict[str, str]:
    place = {name: str(getattr(verdict.place, name)) for name in ("url", "selector", "line", "column", "region")}
    data = {key: ",".join(value) if isinstance(value, tuple) else str(value) for key, value in verdict.data.items()}
    return {**place, "cause": verdict.cause, "reason": verdict.reason, **data}


def _line(verdict: Verdict) -> str:
    told = {key: value for key, value in _told(verdict).items() if value and key not in {"url", "line", "column"}}
    return " ".join([verdict.outcome, *(f"{key}={shlex.quote(value)}" for key, value in told.items())])


def _spelled(result: Judged | NotJudged) -> str:
    if isinstance(result, NotJudged):
        return f"untested {result.reason} {result.detail}"
    return "\n".join(map(_line, result.verdicts)) or "inapplicable"
