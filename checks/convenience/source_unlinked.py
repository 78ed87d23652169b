"""Sources that are named without a link to them."""

from collections.abc import Iterator

from auditor.model import DeadLinks, Document, PassageKind, Severity, Text, Verdict, failed, page_check, passed
from auditor.standards.conventions import contains_words


@page_check(
    id="source-unlinked",
    severity=Severity.MINOR,
    title=Text(zh="標明的出處沒有連結", en="Source named without a link"),
    remedy=Text(
        zh="請為出處「{text}」加上原文的連結；來源沒有網路版時，請寫明書名或刊名、出版單位與日期，並申請核准不處理。",
        en="Link “{text}” to the original; where it is not on the web, name title, publisher and date, and have the "
        "finding waived.",
    ),
    effect=Text(
        zh="民眾看到「{text}」，卻無法查看原文，也不知道內容是不是最新。",
        en="People read “{text}” and can neither open the original nor see whether it still holds.",
    ),
)
def source_unlinked(document: Document, dead: DeadLinks) -> Iterator[Verdict]:
    """Behind every source that a page names (資料來源：, 轉載自, 出處：) stands a link, unless it is the site's own.

    Source: 自行評核表 1.2.2.7. Whether the link works is for the checks of links; whether all that is quoted names
    its source, for a person.
    """
    for passage in document.passages:
        if passage.kind is not PassageKind.SOURCE:
            continue
        if passage.mark and passage.mark not in dead:
            yield passed(passage.place)
        elif passage.mark:
            continue  # link-broken reports it
        elif passage.text and not contains_words("own_source", passage.text):
            yield failed(passage.place, text=passage.text)
