"""Cards: what is shown of a finding, and what is never made a link."""

from __future__ import annotations

from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_evidence import CHECKS, audited_site, finding

from auditor.model import Finding, FindingPlace, Life, Outcome, Place, Region
from auditor.report.html.ages import age
from auditor.report.html.cards import PLACES_KEPT, card
from auditor.report.html.finding_subjects import LINE, safe_href, shortened
from auditor.report.html.finding_texts import anchor, cause_text, finding_subject, finding_title
from auditor.report.html.views import Report, Status
from auditor.report.words import words_in

ZH = words_in("zh-TW")
SITE = audited_site(1, 0, Random(1))


def made(number: int = 3, **changes: object) -> Finding:
    return finding(SITE.site, number, Random(2), **changes)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "JAVASCRIPT:x",
        " https://a.tw",
        "https://a.tw/\n",
        "ftp://a.tw",
        "",
        "//a.tw",
    ],
)
def test_what_a_reader_may_not_follow_is_no_link(address: str) -> None:
    assert safe_href(address) == ""


@given(st.text())
def test_a_link_always_leads_to_the_web(address: str) -> None:
    assert safe_href(address) in {"", address}
    assert safe_href(address) == "" or address.lower().startswith(("http://", "https://"))


def test_age_counts_days_since_first_seen() -> None:
    lasting = made(life=Life.LASTING, first_seen="2026-10-23")
    assert age(ZH, lasting, "2026-11-23") == "持續存在，已 31 天"
    assert age(ZH, made(life=Life.NEW, first_seen="2026-11-23"), "2026-11-23") == "新發現"
    assert age(ZH, made(life=Life.FIXED), "2026-11-23") == "已修復"


def test_the_cause_is_named_in_words() -> None:
    assert cause_text(ZH, made(cause="https://a.tw/x|y")) == "https://a.tw/x|y"
    assert cause_text(ZH, made(cause="Category.Theme|I11|https://a.tw/x")) == "https://a.tw/x"
    page = made().spots[0].place.url
    assert cause_text(ZH, made(cause=f"{page}|main > img")) == ""
    menu = Place("https://a.tw/", "nav > a", 3, 1, '<a href="/x" title="申請">', Region.NAVIGATION)
    one = made(cause="navigation|nav > a", spots=(FindingPlace(menu),))
    assert cause_text(ZH, one) == "共用範本：選單的連結「申請」"
    body = tuple(FindingPlace(Place(f"https://a.tw/{n}", "main > h2", 3, 1, "<h2>"), {"text": "公告"}) for n in (1, 2))
    assert cause_text(ZH, made(cause="component|/|main > h2", spots=body)) == "多頁的同一種內容：標題「公告」"
    assert cause_text(ZH, made(cause="component|/|main > h2", spots=body[:1])) == ""


@pytest.mark.parametrize(
    ("snippet", "data", "subject"),
    [
        ('<a href="/news/7.html">', {"text": "最新消息"}, "連結「最新消息」"),
        ('<a href="/download/plan.pdf" class="more">', {}, "連結「plan.pdf」"),
        ('<img src="/images/%E5%9C%96.png">', {}, "圖片「圖.png」"),
        ('<img alt="園區 &amp; 大樓" src="a.png">', {}, "圖片「園區 & 大樓」"),
        ('<input type="submit" value="送出">', {}, "按鈕「送出」"),
        ('<input type="text" name="company">', {"field": "company", "type": "text"}, "欄位「company」"),
        ('<meta name="DC.Date" content="x">', {"field": "DC.Date", "value": "108/1/1"}, "DC.Date，108/1/1"),
        ('<p style="color: #aaa">上班<b>時間</b>', {}, "段落「上班 時間」"),
        ('<script src="/js/menu.js">', {}, "程式檔「menu.js」"),
        ("<center>", {"element": "center"}, "標籤 (tag)「center」，在 https://a.tw/"),
        ("<x-odd>", {}, "一段內容，在 https://a.tw/"),
        ("", {}, "段落，在 https://a.tw/"),
    ],
)
def test_a_subject_is_what_a_maintainer_knows(snippet: str, data: dict[str, str], subject: str) -> None:
    place = Place("https://a.tw/", "body > main > p", 3, 1, snippet, Region.MAIN)
    assert finding_subject(ZH, made(cause="component|/|main > p", spots=(FindingPlace(place, dict(data)),))) == subject


def test_an_address_is_named_with_the_words_of_its_link_where_all_agree() -> None:
    places = tuple(FindingPlace(Place(f"https://a.tw/{n}", "a", 1, 1, "<a>"), {"text": "簡報"}) for n in (1, 2))
    assert finding_subject(ZH, made(cause="https://x.tw/1.pdf", spots=places)) == "「簡報」 https://x.tw/1.pdf"
    other = (*places, FindingPlace(Place("https://a.tw/3", "a", 1, 1, "<a>"), {"text": "下載"}))
    assert finding_subject(ZH, made(cause="https://x.tw/1.pdf", spots=other)) == "https://x.tw/1.pdf"


@pytest.mark.parametrize(
    ("snippet", "title"),
    [
        ('<img src="a.png">', "圖片檔不存在"),
        ('<script src="a.js">', "程式檔不存在"),
        ('<link rel="stylesheet" href="a.css">', "樣式檔不存在"),
        ('<link rel="next" href="2.html">', "連結失效"),
        ('<iframe src="map.html">', "頁框的網頁不存在"),
        ('<a href="a.png">', "連結失效"),
    ],
)
def test_files_that_pages_load_have_titles_and_remedies_of_their_own(report: Report, snippet: str, title: str) -> None:
    spot = FindingPlace(Place("https://a.tw/", "main > x", 1, 1, snippet), {"detail": "missing", "status": 404})
    dead = msgspec.structs.replace(made(7, spots=(spot,)), check="link-broken", outcome=Outcome.FAILED)
    shown = card(report, SITE, dead)
    assert shown.title == title
    assert ("請重新上傳" in shown.remedy or "請改正頁框" in shown.remedy) == (title != "連結失效")
    both = msgspec.structs.replace(dead, spots=(spot, FindingPlace(Place("https://a.tw/2", "a", 1, 1, "<a>"), {})))
    assert card(report, SITE, both).title == "連結失效"


def test_a_fault_and_a_question_of_one_cause_have_cards_of_their_own() -> None:
    fault = made(outcome=Outcome.FAILED)
    assert anchor(fault) != anchor(msgspec.structs.replace(fault, outcome=Outcome.CANT_TELL))


def test_places_beyond_a_cards_measure_are_listed_on_a_page_of_their_own(report: Report) -> None:
    spots = tuple(FindingPlace(Place(f"https://a.tw/{number}")) for number in range(PLACES_KEPT + 5))
    shown = card(report, SITE, made(spots=spots, places=99))
    assert len(shown.first) + len(shown.rest) == PLACES_KEPT
    assert shown.more is not None
    assert shown.more.href.startswith(f"places/{SITE.site.id}/")
    assert "25" in shown.cut
    assert "99" in shown.cut


def test_a_card_shows_everything_that_is_known(report: Report) -> None:
    shown = card(report, SITE, made(life=Life.LASTING))
    assert shown.status is Status.NOT_MET
    assert shown.severity_word == "嚴重"
    assert shown.effect == "使用螢幕報讀器的民眾聽不到這張圖的內容。"
    assert ("網站無障礙規範 110.07", "HM1110100C") in shown.codes
    assert ("網站無障礙規範 2.0（僅供人工檢測參考）", "H101001") in shown.codes
    assert ("首次發現", "115 年 10 月 23 日") in shown.history
    assert shown.owner == "資訊室"


def test_a_links_own_state_gives_its_remedy_and_what_happened(report: Report) -> None:
    spot = FindingPlace(Place("https://a.tw/"), {"detail": "missing", "status": 404})
    shown = card(report, SITE, made(spots=(spot,)))
    assert shown.remedy == "請改連到現在的網址；若內容已不存在，請移除連結。"
    assert ("查核結果", "伺服器回覆查無此頁（404）") in shown.first[0].facts


def test_copies_of_a_dead_address_are_linked_and_of_no_other(report: Report) -> None:
    gone = "https://x.test/gone"
    dead = msgspec.structs.replace(made(), check="link-broken", cause=gone, outcome=Outcome.FAILED)
    assert card(report, SITE, dead).archive == f"https://web.archive.org/web/*/{gone}"
    unsure = msgspec.structs.replace(dead, outcome=Outcome.CANT_TELL)
    other = msgspec.structs.replace(dead, check="link-slow")
    nowhere = msgspec.structs.replace(dead, cause="nowhere")
    assert [card(report, SITE, changed).archive for changed in (unsure, other, nowhere)] == ["", "", ""]


def test_a_card_has_a_question_where_a_machine_cannot_decide(report: Report) -> None:
    shown = card(report, SITE, made(2))
    assert shown.status is Status.CANT_TELL
    assert shown.question == "請以瀏覽器開啟，看看內容是否還在。"
    assert ("不能判定的原因", "對方拒絕程式存取") in shown.first[0].facts


def test_words_for_known_values_and_names_in_one_language_only(report: Report) -> None:
    spot = FindingPlace(
        Place("https://a.tw/", region=Region.HEAD), {"fault": "mail", "name": "主題", "name_en": "Theme"}
    )
    facts = dict(card(report, SITE, made(spots=(spot,))).first[0].facts)
    assert facts == {"不符之處": "電子郵件地址寫法不符", "名稱": "主題"}


def test_a_check_that_is_no_longer_there_is_named_by_its_id(report: Report) -> None:
    orphan = made(check="gone-check")
    assert finding_title(ZH, None, orphan) == "gone-check"
    assert card(report, SITE, orphan).codes == ()


def test_a_finding_without_kept_places_still_has_a_card(report: Report) -> None:
    bare = msgspec.structs.replace(made(), spots=(), places=4, cause="")
    shown = card(report, SITE, bare)
    assert shown.first == ()
    assert shown.cut


def test_long_addresses_are_shortened_in_the_middle() -> None:
    assert shortened("a" * LINE) == "a" * LINE
    assert len(shortened("a" * 3000)) == LINE


def test_every_check_of_the_synthetic_evidence_is_carded(report: Report) -> None:
    titles = {card(report, SITE, made(number)).title for number in range(len(CHECKS))}
    assert titles == {check.title.zh for check in CHECKS}
