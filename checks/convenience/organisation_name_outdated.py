"""Pages that still carry a name which their agency no longer has."""

from collections.abc import Iterator

from auditor.model import (
    Context,
    Document,
    PassageKind,
    Place,
    Region,
    Severity,
    Text,
    Verdict,
    failed,
    page_check,
    passed,
)


@page_check(
    id="organisation-name-outdated",
    severity=Severity.MODERATE,
    title=Text(zh="還寫著機關的舊名稱", en="A name that the agency no longer has"),
    remedy=Text(
        zh="「{old}」自 {until} 起已改名為「{now}」。請修改網頁標題、頁首與頁尾；歷史新聞的內文不必改。",
        en="“{old}” has been “{now}” since {until}. Correct title, header and footer; the text of old news may stay.",
    ),
    effect=Text(
        zh="民眾看到已經不存在的機關名稱「{old}」，不確定這是不是官方網站。",
        en="Visitors read the name of an agency that is gone, “{old}”, and doubt whether the site is official.",
    ),
)
def organisation_name_outdated(document: Document, context: Context) -> Iterator[Verdict]:
    """No title, link of header or footer, or line of copyright has a former name of the site's agency.

    Source: 自行評核表 1.2.2.3. Former names and their last days are those of ``sites.yaml``.
    """
    former = [name for name in context.site.names if name.until and name.until < context.today]
    if not former:
        return
    now = context.site.name
    for place, text in _labels(document):
        old = next((name for name in former if name.zh in text.replace(now, "")), None)
        if old is not None:
            yield failed(place, cause=old.zh, old=old.zh, now=now, until=old.until)
        elif now in text:
            yield passed(place)


def _labels(document: Document) -> Iterator[tuple[Place, str]]:
    """What a page is called by: its title, the words of its frame."""
    yield Place(document.url, selector="head > title", region=Region.HEAD), document.title or ""
    for link in document.links:
        if link.place.region in {Region.HEADER, Region.FOOTER} and link.element == "a" and not link.hidden:
            yield link.place, link.text
    for passage in document.passages:
        if passage.kind is PassageKind.COPYRIGHT:
            yield passage.place, passage.text
