"""Sites that a firewall keeps from the program: recognised at once, never judged as content, with a ready letter."""

from __future__ import annotations

from pathlib import Path

import pytest
from page_server import Pages
from test_dates import auditor, configuration

from auditor.cli import options
from auditor.model import Evidence, SiteState

CHALLENGE = (200, "text/html", b"<title>Just a moment...</title><p>Checking your browser</p><img src=x.png>")
REJECTED = (403, "text/html", b"<title>403 Forbidden</title><img src=y.png>")


def page(*links: str, title: str = "") -> str:
    anchors = "".join(f'<p><a href="{link}">{link}</a></p>' for link in links)
    return f"<html lang='zh-Hant-TW'><title>{title or ''.join(links) or 'leaf'}</title>{anchors}"


def audit(folder: Path) -> tuple[str, Evidence]:
    printed = auditor(folder, "run", "--checks", "links,metadata", "--period", "one").output
    with options.open_store(folder / ".auditor", "") as store:
        return printed, store.evidence(1)


@pytest.mark.parametrize(
    ("answer", "reason", "shown"),
    [
        (CHALLENGE, "challenge", "HTTP 200 “Just a moment...”"),
        (REJECTED, "refuses_robots", "HTTP 403"),
    ],
)
def test_a_home_page_that_is_refused_makes_the_site_not_auditable(
    site: Pages, tmp_path: Path, answer: tuple[int, str, bytes], reason: str, shown: str
) -> None:
    site.pages.clear()
    site.pages["/"] = answer
    configuration(tmp_path, f"{site.origin}/", "addresses: [203.0.113.7]\n")
    printed, evidence = audit(tmp_path)
    assert f"Before the run: zone is not_auditable ({reason}): {site.origin}/ {shown}" in printed
    assert f"not audited: zone: not_auditable ({reason})" in printed
    (zone,) = evidence.sites
    assert (zone.run.state, zone.run.pages, zone.run.pages_refused) == (SiteState.NOT_AUDITABLE, 0, 1)
    assert zone.findings == ()
    report = tmp_path / "reports" / "one"
    for name in ("index.html", "sites/zone.html"):
        assert "無法檢測" in (report / name).read_text(encoding="utf-8"), name
    letter = (report / "letters" / "zone.txt").read_text(encoding="utf-8")
    for part in (
        f"主旨：請允許網站檢測程式讀取 {site.origin}/",
        shown,
        "・程式識別（User-Agent）：web-convenience-auditor/0.1.0 (+test@example.org)",
        "・連線來源位址：203.0.113.7",
        "兩次連線間隔至少 0 秒，同時至多 4 個連線",
    ):
        assert part in letter, (part, letter)
    assert "letters/zone.txt" in (report / "sites" / "zone.html").read_text(encoding="utf-8")


def test_a_firewall_that_steps_in_midway_is_never_judged_as_content(site: Pages, tmp_path: Path) -> None:
    site.pages.clear()
    site.pages |= {"/": page("/a", "/b", "/c", "/d"), "/a": page(title="甲")}
    site.pages |= dict.fromkeys(("/b", "/c", "/d"), CHALLENGE)
    configuration(tmp_path, f"{site.origin}/")
    printed, evidence = audit(tmp_path)
    (zone,) = evidence.sites
    assert (zone.run.state, zone.run.reason, zone.run.pages) == (SiteState.NOT_AUDITABLE, "challenge", 2)
    assert zone.run.refusal == f"{site.origin}/b HTTP 200 “Just a moment...”"
    places = {spot.place.url for finding in zone.findings for spot in finding.spots}
    assert places.isdisjoint({f"{site.origin}/{name}" for name in "bcd"})
    assert not any(finding.check == "link-broken" for finding in zone.findings)
    assert "New findings, serious or worse: 0" in printed


def test_single_refused_pages_leave_the_site_audited_and_are_counted(site: Pages, tmp_path: Path) -> None:
    site.pages.clear()
    site.pages |= {"/": page("/a", "/b", "/c"), "/a": page(title="甲"), "/b": page(title="乙"), "/c": REJECTED}
    configuration(tmp_path, f"{site.origin}/")
    _, evidence = audit(tmp_path)
    (zone,) = evidence.sites
    assert (zone.run.state, zone.run.pages, zone.run.pages_refused, zone.run.pages_failed) == (
        SiteState.AUDITED,
        3,
        1,
        0,
    )
    text = (tmp_path / "reports" / "one" / "sites" / "zone.html").read_text(encoding="utf-8")
    assert "1 頁的回覆不是網站內容" in text
    assert "得知 4 頁（其中網站地圖列出 0 頁），讀取 3 頁" in text


def test_what_only_scripts_and_posted_forms_open_is_noted_and_estimated(site: Pages, tmp_path: Path) -> None:
    site.pages.clear()
    turns = [f"javascript:__doPostBack('list','Page${number}')" for number in (2, 3, 4)]
    pager = "".join(f'<a href="{turn}">{turn[-3]}</a>' for turn in turns)
    form = '<form method="post" action="/query"><input name="q"></form>'
    site.pages |= {
        "/": page("/list.aspx?id=1", "/list.aspx?id=2"),
        "/list.aspx": f'<title>清單</title>{pager}{form}<a href="javascript:window.print()">列印</a>',
        "/robots.txt": (200, "text/plain", f"Sitemap: {site.origin}/sitemap.xml".encode()),
        "/sitemap.xml": (
            200,
            "application/xml",
            f"<urlset><url><loc>{site.origin}/</loc></url><url><loc>{site.origin}/x</loc></url></urlset>".encode(),
        ),
        "/x": page(title="丙"),
    }
    configuration(tmp_path, f"{site.origin}/")
    _, evidence = audit(tmp_path)
    (zone,) = evidence.sites
    assert (zone.run.script_pages, zone.run.posted_forms, zone.run.pages_listed) == (3, 1, 2)
    assert "/query" not in site.asked
    text = (tmp_path / "reports" / "one" / "sites" / "zone.html").read_text(encoding="utf-8")
    known = zone.run.pages_known
    stated = f"另有至少 3 頁只能由程式換頁開啟，以及 1 個表單送出後的結果，都沒有讀取。估計至少 {known + 3} 頁"
    assert stated in text
    assert f"已知 {known} 頁中" in text


def test_each_host_is_asked_once_before_the_run_and_only_for_its_home_page(site: Pages, tmp_path: Path) -> None:
    site.pages.clear()
    site.pages |= {"/": page("/a"), "/a": page(title="甲"), "/two/": page(title="二")}
    configuration(tmp_path, f"{site.origin}/")
    file = tmp_path / "sites.yaml"
    second = f"  - {{id: two, names: [{{zh: 二}}], kind: service_center, url: '{site.origin}/two/'}}\n"
    file.write_text(file.read_text(encoding="utf-8") + second, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("auditor.pipeline.run.crawl_run", lambda *_, **__: False)
        site.asked.clear()
        assert auditor(tmp_path, "run", "--checks", "links", "--period", "one").exit_code == 130
    assert {path for path in site.asked if not path.startswith("/robots.txt")} >= {"/"}
    assert "/a" not in site.asked
    assert "/two/" not in site.asked
