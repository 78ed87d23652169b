"""Hosts in place of outside hosts: alive, dead, moved and looping pages, a host that refuses robots, a slow one."""

from __future__ import annotations

from html import escape

from auditor.demo.answers import DemoAnswer, DemoHost, redirect, spelled

_PAGE = """<!DOCTYPE html>
<html lang="zh-Hant-TW">
<head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1 id="top">{title}</h1><p>{text}</p></main></body>
</html>
"""
_FRAME = """<!DOCTYPE html>
<html lang="zh-Hant-TW">
<head><meta charset="utf-8"><title>園區位置圖</title></head>
<body><p>由國道交流道至園區約三公里。</p></body>
</html>
"""
# made of a parking service's parts, as well as by its words
_FOR_SALE = """<!DOCTYPE html>
<html lang="zh-Hant-TW" data-adblockkey="MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAK">
<head><meta charset="utf-8"><title>本網域出售中</title></head>
<body><h1>本網域出售中</h1><p>意者請來信洽購，請附上您的報價與聯絡方式。</p></body>
</html>
"""
_WRITTEN = "2026-01-05"
ROBOTS_ANSWER = DemoAnswer(200, b"User-agent: *\nAllow: /\n", "text/plain; charset=utf-8")


def outside_page(title: str, text: str, *, status: int = 200, delay: float = 0.0, **headers: str) -> DemoAnswer:
    """A small page; header names are written with underscores for hyphens."""
    body = _PAGE.format(title=escape(title), text=escape(text)).encode()
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return DemoAnswer(status, body, headers=named, delay=delay, updated=_WRITTEN)


_MISSING = outside_page("找不到網頁", "您要找的網頁不存在。", status=404)
_ALIVE = (
    ("/", "政府服務入口"),
    ("/epa/", "環境保護資訊網"),
    ("/labour/", "勞動資訊專區"),
    ("/maps/", "國土測繪圖資"),
    ("/activities/", "活動報報"),
    ("/gender/", "性別專區"),
    ("/policy/2024", "產業政策"),
)
_OUTER = {path: outside_page(title, "這裡代表其他機關的網站。") for path, title in _ALIVE} | {
    "/map-frame": DemoAnswer(body=_FRAME.encode(), updated=_WRITTEN),
    "/gone": outside_page("網頁已移除", "這個網頁已經永久移除。", status=410),
    "/error": outside_page("系統錯誤", "系統發生錯誤，請稍後再試。", status=500),
    "/moved": redirect(301, "/policy/2024"),
    "/policy": redirect(301, "/policy/2024"),
    "/temporary": redirect(302, "/activities/"),
    "/old-article": redirect(302, "/"),
    "/loop": redirect(302, "/loop-back"),
    "/loop-back": redirect(302, "/loop"),
}
# names that changed hands, and innocent pages that use the same words
_OUTER |= {
    "/expo": outside_page(
        "娛樂城推薦排行榜｜註冊送體驗金",
        "真人百家樂、老虎機、運彩投注一次看。註冊會員即送體驗金，首儲再享返水，出金快速，立即註冊。",
    ),
    "/carnival": DemoAnswer(body=_FOR_SALE.encode(), updated=_WRITTEN),
    "/school": outside_page(
        "拒絕線上賭博：校園宣導專區",
        "網路賭博是犯罪行為，不要因為體驗金或註冊送的廣告而加入娛樂城；如需協助，請撥打戒賭專線。",
    ),
    "/plots": outside_page("產業用地出售公告", "本園區產業用地出售，每坪價格如附表，意者請洽服務中心。"),
    "/white-day": outside_page("白色情人節市集", "白色情人節當天，園區廣場有手作市集與音樂會，歡迎攜家帶眷參加。"),
}
_REFUSING = {
    "/member": outside_page("請求遭拒", "本網站不接受自動查詢。", status=999),
    "/busy": outside_page("請求過於頻繁", "請稍後再試。", status=429, Retry_After="1"),
    "/challenge": outside_page("請稍候", "正在確認您不是機器人。", status=403, Cf_Mitigated="challenge"),
}
_SLOW = {
    "/two": outside_page("統計資料庫", "資料整理中，感謝您的等候。", delay=2.0),
    "/six": outside_page("統計資料庫", "資料整理中，感謝您的等候。", delay=6.0),
}
_SECURE = {"/": outside_page("政府電子採購資訊", "這裡代表其他機關的網站。")}


def outside_hosts(port: int) -> tuple[DemoHost, ...]:
    """The five hosts outside, from the third port of the network on; no server listens on the eighth."""
    refused = outside_page("請求遭拒", "本網站不接受自動查詢。", status=403)
    return (
        _host(port + 2, "outer", _OUTER, _MISSING),
        _host(port + 3, "robots", _REFUSING, refused),
        _host(port + 4, "slow", _SLOW, _MISSING),
        _host(port + 5, "expired", _SECURE, _MISSING, "expired"),
        _host(port + 6, "secure", _SECURE, _MISSING, "good"),
    )


def _host(port: int, name: str, answers: dict[str, DemoAnswer], missing: DemoAnswer, certificate: str = "") -> DemoHost:
    served = {spelled(path): answer for path, answer in answers.items()}
    return DemoHost(port, name, {"/robots.txt": ROBOTS_ANSWER} | served, {}, missing, certificate)
