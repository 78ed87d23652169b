"""Links whose text does not show where they lead."""

from collections.abc import Iterator

from auditor.model import Document, Link, Severity, Text, Verdict, cant_tell, failed, page_check, passed
from auditor.standards.conventions import is_uninformative, needs_context


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

    A format alone (PDF), or what only points (this product), is for a person.
    Links without any text are judged by link-text-missing.
    """
    for link in document.links:
        if link.element != "a" or link.attribute != "href" or link.hidden or not link.text.strip():
            continue
        if not is_uninformative(link.text) or _title_tells(link):
            if needs_context(link.text) and not _title_tells(link):
                yield cant_tell(link.place, "format-alone", cause=f"format|{link.text}", text=link.text)
            else:
                yield passed(link.place)
        else:
            # A list repeats its 詳全文 entry by entry: one place in the system writes them all.
            cause = "" if link.place.region.is_template else f"{document.url}|{link.text}"
            yield failed(link.place, cause=cause, text=link.text, href=link.raw)


def _title_tells(link: Link) -> bool:
    title = (link.title or "").strip()
    return bool(title) and title != link.text.strip() and not is_uninformative(title)
