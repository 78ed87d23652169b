"""Pages for which no unit answers."""

from collections.abc import Iterator

from auditor.model import (
    CannotJudge,
    Place,
    Severity,
    SiteFacts,
    Text,
    Untested,
    Verdict,
    cant_tell,
    failed,
    passed,
    site_check,
)


@site_check(
    id="page-owner-missing",
    setting="owners",
    severity=Severity.MINOR,
    title=Text(zh="網頁沒有認養單位", en="Page without an owning unit"),
    remedy=Text(
        zh="請在設定檔為這一頁所屬的選單或網址指定認養單位，或指定網站的預設單位。",
        en="Name the unit for the page's menu or address in the configuration, or a default unit for the site.",
    ),
    effect=Text(
        zh="內容過時或連結失效時，不知道該由誰處理。",
        en="When its content is out of date or a link breaks, nobody knows who should mend it.",
    ),
    question=Text(
        zh="設定檔的內容認養資料對不到任何一頁。請確認設定的網址樣式是否正確。",
        en="The patterns of owners in the configuration match no page. Are its address patterns right?",
    ),
)
def page_owner_missing(site: SiteFacts) -> Iterator[Verdict]:
    """Every page belongs to a unit (內容認養); the site's default unit answers for all."""
    pages = [page for page in site.pages if not page.is_error]
    if site.site.default_owner is not None:
        yield from (passed(Place(page.url)) for page in pages)
    elif not any(page.owner for page in pages):
        if not site.site.owners:
            raise CannotJudge(Untested.SETTING_MISSING, "owners")
        yield cant_tell(Place(site.site.url), "owners-match-nothing")
    else:
        for page in pages:
            place = Place(page.url)
            yield passed(place) if page.owner else failed(place, cause=f"{site.site.id}|owner")
