"""Links to files on somebody's own computer."""

import re
from collections.abc import Iterator

from auditor.model import Document, LinkKind, Severity, Text, Verdict, failed, page_check, passed

_LOCAL = re.compile(r"\s*(?:file:|[a-z]:[\\/](?!/))", re.IGNORECASE)


@page_check(
    id="link-to-local-file",
    severity=Severity.SERIOUS,
    title=Text(zh="連結指向個人電腦中的檔案", en="Link to a file on somebody's own computer"),
    remedy=Text(
        zh="網址「{raw}」只在編輯者自己的電腦上打得開；請把檔案上傳到網站，再改連到網站上的網址。",
        en="The address “{raw}” opens on the editor's own computer alone; upload the file and link to it there.",
    ),
    effect=Text(
        zh="民眾點選後打不開，或看到破圖；網址也透露了內部的資料夾名稱。",
        en="Visitors cannot open it, or see a broken picture; the address also reveals names of internal folders.",
    ),
)
def link_to_local_file(document: Document) -> Iterator[Verdict]:
    """No link and no style of the page names a file of a computer (``file:``, ``C:\\``): browsers open none of them.

    Source: 自行評核表 1.2.2.3 (內容正確性及有效連結); Fetch Standard, 4.2 (a ``file`` URL is a network error).
    """
    for link in document.links:
        if link.kind is LinkKind.EMBEDDED_DATA:
            continue
        if _LOCAL.match(link.url or link.raw):
            yield failed(link.place, cause=link.raw.strip(), raw=link.raw.strip())
        elif link.url:
            yield passed(link.place)
