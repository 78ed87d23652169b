"""Links to hosts that the agency has left."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from auditor.model import Context, Document, LinkKind, Severity, Text, Verdict, failed, page_check, passed


@page_check(
    id="host-outdated",
    severity=Severity.MINOR,
    title=Text(zh="連到舊網域", en="Link to a host of former times"),
    remedy=Text(
        zh="{host} 已經停用。請把連結改到新網址；即使現在還會轉址，也可能隨時停止。",
        en="{host} is out of use. Link to the new address; that it still forwards may end any day.",
    ),
    effect=Text(
        zh="舊網域關閉後，民眾點這個連結會找不到網頁；網域也可能被別人註冊。",
        en="When the old host is closed the link leads nowhere, and somebody else may take its name.",
    ),
)
def host_outdated(document: Document, context: Context) -> Iterator[Verdict]:
    """No link leads to a host that ``sites.yaml`` names as a former one (``former_hosts``).

    Source: 自行評核表 1.2.2.3 (內容正確性及有效連結).
    """
    former = frozenset(context.site.former_hosts)
    for link in document.links if former else ():
        if link.element in {"a", "area"} and link.kind is LinkKind.PAGE and not link.hidden:
            host = _host(link.url)
            yield failed(link.place, cause=link.url, host=host, href=link.url) if host in former else passed(link.place)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
