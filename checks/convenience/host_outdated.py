"""Links to hosts that the agency has left."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from auditor.model import Context, Document, LinkKind, Severity, Text, Verdict, cant_tell, failed, page_check, passed
from auditor.standards.agencies import former_domain, former_hosts


@page_check(
    id="host-outdated",
    severity=Severity.MINOR,
    title=Text(zh="連到舊網域", en="Link to a host of former times"),
    remedy=Text(
        zh="{host} 已經停用，請改連到新主機（{now}）的網址；即使現在還會轉址，也可能隨時停止。",
        en="{host} is out of use. Link to the new address ({now}); that it still forwards may end any day.",
    ),
    effect=Text(
        zh="舊網域關閉後，民眾點這個連結會找不到網頁；網域也可能被別人註冊。",
        en="When the old host is closed the link leads nowhere, and somebody else may take its name.",
    ),
    question=Text(
        zh="{host} 屬於已經停用的網域 {domain}。這個主機還會繼續使用嗎？",
        en="{host} belongs to {domain}, a domain of former times. Will this host stay in use?",
    ),
)
def host_outdated(document: Document, context: Context) -> Iterator[Verdict]:
    """No link leads to a host that ``agencies.yaml``, or ``former_hosts`` of ``sites.yaml``, names as a former one.

    Another host of a former one's domain is for a person. Source: 自行評核表 1.2.2.3 (內容正確性及有效連結).
    """
    former = dict.fromkeys(context.site.former_hosts, "") | former_hosts(context.today)
    own = _host(context.site.url)
    for link in document.links:
        if link.element not in {"a", "area"} or link.kind is not LinkKind.PAGE or link.hidden:
            continue
        host = _host(link.url)
        if host == own or not host:
            yield passed(link.place)
        elif host in former:
            yield failed(link.place, cause=link.url, host=host, href=link.url, now=former[host] or ())
        elif domain := former_domain(host, context.today):
            yield cant_tell(link.place, "former-domain", cause=host, host=host, domain=domain, href=link.url)
        else:
            yield passed(link.place)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
