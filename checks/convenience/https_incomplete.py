"""Sites that are not delivered over https as they should be."""

from collections.abc import Iterator
from datetime import date

from auditor.model import Certificate, Place, Response, Severity, SiteFacts, Text, Verdict, failed, passed, site_check
from auditor.standards.secure_contexts import is_trustworthy

_FEWEST_DAYS = 30


@site_check(
    id="https-incomplete",
    severity=Severity.SERIOUS,
    title=Text(zh="沒有完整使用 https", en="https is incomplete"),
    remedy=Text(
        zh="請{todo}。",
        en="{todo_en}.",
    ),
    effect=Text(
        zh="民眾與網站之間的資料可能被別人看到或竄改，瀏覽器也會顯示不安全。",
        en="What passes between visitors and the site can be read or changed, and browsers call it not secure.",
    ),
)
def https_incomplete(site: SiteFacts, answer: Response) -> Iterator[Verdict]:
    """The home page comes over https, makes browsers stay there (HSTS), and its certificate lasts 30 more days.

    Source: 自行評核表 2.1.4.5; RFC 6797 for HSTS; the 30 days are our choice. That http leads on to https is seen only
    where sites.yaml has the http address. Addresses of the machine itself are not judged.
    """
    place = Place(answer.final_url)
    if not answer.final_url.startswith("https:"):
        if not is_trustworthy(answer.final_url):
            yield _lacking(place, "scheme", "全站改用 https，並把 http 轉址到 https", "Serve the site over https")
        return
    yield passed(place)
    stays = bool(answer.header("strict-transport-security"))
    header = ("在回應加上 Strict-Transport-Security 標頭", "Send the header Strict-Transport-Security")
    yield passed(place) if stays else _lacking(place, "hsts", *header)
    if answer.certificate is not None:
        days = _days_left(answer.certificate, site.today)
        words = (f"更新憑證，{days} 天後到期", f"Renew the certificate; it ends in {days} days")
        yield _lacking(place, "certificate", *words) if days < _FEWEST_DAYS else passed(place)


def _lacking(place: Place, cause: str, zh: str, en: str) -> Verdict:
    return failed(place, cause=cause, todo=zh, todo_en=en)


def _days_left(certificate: Certificate, today: str) -> int:
    return (date.fromisoformat(certificate.not_after[:10]) - date.fromisoformat(today)).days
