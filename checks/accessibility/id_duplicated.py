"""Elements with the id of another."""

from collections.abc import Iterator

from auditor.model import Document, Place, Severity, Text, Verdict, failed, page_check, passed


@page_check(
    id="id-duplicated",
    severity=Severity.NOTICE,
    wcag=("4.1.1",),
    title=Text(
        zh="同一頁有重複的 id",
        en="Two elements share one id",
    ),
    remedy=Text(
        zh='請讓 id="{name}" 在這一頁只出現一次。',
        en='Let id="{name}" stand only once on the page.',
    ),
    effect=Text(
        zh="標籤、頁內連結與程式可能對到錯的元件。",
        en="Labels, links within the page and scripts may find the wrong element.",
    ),
)
def id_duplicated(document: Document) -> Iterator[Verdict]:
    """No element has an id that an element before it has (WCAG 2.1, 4.1.1, F77; gone in 2.2): one finding a site."""
    for repeated in document.repeated_ids:
        yield failed(repeated.place, cause="ids", name=repeated.name)
    if document.ids and not document.repeated_ids:
        yield passed(Place(document.url))
