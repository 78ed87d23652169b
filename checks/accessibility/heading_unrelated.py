"""Main headings that have no word in common with the text below them."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, cant_tell, page_check, passed
from auditor.standards.conventions import is_placeholder
from auditor.standards.word_overlap import overlap_percent


@page_check(
    id="heading-unrelated",
    severity=Severity.NOTICE,
    wcag=("2.4.6",),
    manual_codes={"110.07": ("GN2240600E",), "115.11": ("GN2240600E",)},
    title=Text(zh="標題是否說明下面的內容待確認", en="Heading and the text below it to be confirmed"),
    remedy=Text(
        zh="請讓標題寫出下面這一段的主題，例如把「資訊」改為「開放時間」。",
        en="Let the heading name the topic of what follows: “Opening hours” rather than “Information”.",
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾依標題找內容，標題不對就找不到。",
        en="People who use a screen reader look for content by its headings, and miss what is under another one.",
    ),
    question=Text(
        zh="標題「{text}」與網頁標題、下面的文字都沒有相同的字詞。它說的是下面的內容嗎？同一網站只列一次，請抽看所列各處。",
        en="The heading “{text}” has no word in common with the title or the text below it. Does it name what that is "
        "about? All of a site are one question; examine some of its places.",
    ),
)
def heading_unrelated(document: Document) -> Iterator[Verdict]:
    """The main heading, or the only one, shares a word with the page's title or the text below it (WCAG 2.4.6).

    Otherwise a person reads both; all of a site are one question, and so are headings that name no subject. Others of
    the template, those below others, and those with little text below them are left out: they group what nobody
    need repeat.
    """
    heads = [head for head in document.headings if not head.hidden and not head.place.region.is_template]
    for heading in heads:
        if is_placeholder("heading", heading.text):
            yield cant_tell(heading.place, "names-no-subject", cause="headings", text=heading.text)
            continue
        if heading.echo is None or (heading.level != 1 and len(heads) > 1):
            continue
        if heading.echo or overlap_percent(heading.text, document.title or ""):
            yield passed(heading.place)
        else:
            yield cant_tell(heading.place, "no-word-in-common", cause="headings", text=heading.text)
