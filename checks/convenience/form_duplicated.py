"""The same form under several addresses, so that one of them is forgotten when it changes."""

from collections import defaultdict
from collections.abc import Iterator

from auditor.model import Place, Response, Severity, SiteFacts, Text, Verdict, failed, passed, site_check
from auditor.standards.topics import topics_of


@site_check(
    id="form-duplicated",
    severity=Severity.MINOR,
    title=Text(zh="同一份表單放了兩次", en="The same form stored twice"),
    remedy=Text(
        zh="請只保留一份「{name}」（{kept}），其他地方改連到它，再刪除 {href}。",
        en="Keep one copy of “{name}” ({kept}), link to it everywhere, then delete {href}.",
    ),
    effect=Text(
        zh="表單改版時容易漏換其中一份，民眾會拿到舊表單。",
        en="When the form changes, one copy is easily forgotten, and people fill in the old one.",
    ),
)
def form_duplicated(site: SiteFacts) -> Iterator[Verdict]:
    """No two addresses of the site's forms bring, byte for byte, the same file.

    Source: 自行評核表 2.1.4.4 (電子表單檢視).
    """
    linked = {file.url: (page.url, file.name) for page in site.pages for file in page.files}
    copies: dict[str, list[str]] = defaultdict(list)
    for url, target in sorted(site.file_targets.items()):
        if "forms" not in topics_of(linked.get(url, ("", ""))[1]):
            continue
        answer = target.answer
        if isinstance(answer, Response) and answer.body_hash and not answer.truncated and not answer.chain:
            copies[answer.body_hash].append(url)
    for kept, *others in copies.values():
        yield passed(Place(linked.get(kept, (kept, ""))[0]))
        for url in others:
            page, name = linked.get(url, (url, ""))
            yield failed(Place(page), cause=url, name=name, href=url, kept=kept)
