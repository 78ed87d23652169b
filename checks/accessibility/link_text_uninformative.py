"""Links whose text does not show where they lead."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from auditor.model import (
    Document,
    Link,
    LinkKind,
    Place,
    Severity,
    Text,
    Verdict,
    cant_tell,
    failed,
    page_check,
    passed,
)
from auditor.standards.conventions import is_uninformative, names_a_thing, needs_context

_COUNTED = re.compile(r":nth-of-type\(\d{1,9}\)")
"""The number of an entry in a selector (``li:nth-of-type(2) > a``)."""

_COUNTED_STEPS = 3
"""Steps at the end of a link's selector that number the entries of one list."""


@page_check(
    id="link-text-uninformative",
    severity=Severity.NOTICE,
    # By its text alone; what stands around the link may be enough for 2.4.4, which the codes are about.
    wcag=("2.4.9",),
    manual_codes={
        "110.07": ("GN1240401E", "GN3240900E"),
        "115.11": ("GN1240401E", "GN3240900E"),
    },
    title=Text(zh="連結文字沒有說明去處", en="Link text that does not show where it leads"),
    remedy=Text(
        zh="請寫出去處，例如把「更多」改為「更多最新消息」；版面放不下時，請加上 title 或 aria-label，例如 "
        'aria-label="更多最新消息"。',
        en="Name the target, for example “More news” instead of “More”; where there is no room, add a title or an "
        'aria-label such as aria-label="More news".',
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾逐一聽取連結時，只聽到「{text}」，不知道會連到哪裡。",
        en="People who have the links read out hear only “{text}”, not where it leads.",
    ),
    question=Text(
        zh="連結文字只有「{text}」。請看看同一句、同一項或同一列的文字，聽的人能不能由此知道這是什麼檔案、連到哪裡。",
        en="The whole text of the link is “{text}”. Does the sentence, item or row around it explain it?",
    ),
)
def link_text_uninformative(document: Document) -> Iterator[Verdict]:
    """No link's whole text is one that names no target (更多, 按此, 詳全文), unless a title or ARIA name does.

    A format alone (PDF), or what only points (this product), is for a person. A word that names a thing (全部, 下載)
    is a name as an entry of a menu or as a tab. Links without any text are judged by link-text-missing.
    """
    links = [link for link in document.links if _is_judged(link)]
    entries = _entries(links)
    for link in links:
        if _title_tells(link) or not (is_uninformative(link.text) or needs_context(link.text)):
            yield passed(link.place)
        elif not is_uninformative(link.text):
            yield cant_tell(link.place, "format-alone", cause=f"format|{link.text}", text=link.text)
        elif names_a_thing(link.text) and link.place in entries:
            yield passed(link.place)
        else:
            # A list repeats its 詳全文 entry by entry: one place in the system writes them all.
            cause = "" if link.place.region.is_template else f"{document.url}|{link.text}"
            yield failed(link.place, cause=cause, text=link.text, href=link.raw)


def _is_judged(link: Link) -> bool:
    return link.element == "a" and link.attribute == "href" and not link.hidden and bool(link.text.strip())


def _title_tells(link: Link) -> bool:
    title = (link.title or "").strip()
    return bool(title) and title != link.text.strip() and not is_uninformative(title)


def _entries(links: Iterable[Link]) -> frozenset[Place]:
    """The places of links that are entries of a menu or tabs: alike in the markup, each with a text of its own."""
    rows: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        rows[_without_numbers(link.place.selector)].append(link)
    return frozenset(link.place for row in rows.values() if _is_choice(row) for link in row)


def _is_choice(row: list[Link]) -> bool:
    """Whether links side by side are a choice: three or more, or two or more that show parts of this page."""
    fewest = 2 if all(link.raw.startswith("#") or link.kind is LinkKind.SCRIPT for link in row) else 3
    texts = {link.text.strip() for link in row}
    return len(texts) == len(row) >= fewest


def _without_numbers(selector: str) -> str:
    """The selector without the numbers of entries in its last steps: the same for all entries of a list."""
    steps = selector.split(">")
    return ">".join(steps[:-_COUNTED_STEPS] + [_COUNTED.sub("", step) for step in steps[-_COUNTED_STEPS:]])
