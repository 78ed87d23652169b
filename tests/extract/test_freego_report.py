"""Reports of Freego are read as its builds of 2024 and 2025 write them."""

from __future__ import annotations

import pytest

from auditor.extract.files.freego_report import FreegoFault, NotFreego, read_freego

REPORT = """<!DOCTYPE HTML>
<html lang="zh-Hant-tw"><head><meta charset="utf-8"><title>全網站無障礙網頁檢測報告</title></head>
<body>
  <header>
    <h1>全網站無障礙網頁檢測報告</h1>
    <h2>《檢測基本資料》</h2>
    <ul>
      <li><strong>受測網址</strong>：<a href="https://zone.example.gov.tw/">https://zone.example.gov.tw/</a></li>
      <li><strong>檢測範圍</strong>：全網站</li>
      <li><strong>檢測時間</strong>：Mon Nov 02 09:00:00 CST 2026</li>
      <li><strong>檢測等級</strong>：AA等級</li>
      <li><strong>受測網頁</strong>：此網站接受檢測共12個網頁，其中查得頁面逾時共1個</li>
      <li><strong>檢測工具</strong>：Freego Dec 19 2025無障礙檢測工具</li>
    </ul>
  </header>
  <section>
    <h2>《軟體檢測未通過項目》</h2>
    <ol>
      <li class="url">1.檢測網址https://zone.example.gov.tw/</li>
      <ol class="upper-roman">
        <li>
          <a href="https://accessibility.moda.gov.tw/Download/Detail/1499?Category=63">HM1110100C:圖片需有替代文字</a>(A)
        </li>
        <ul>
          <li>請加上替代文字。<br>&lt;img src="a.png"&gt;
          </li>
          <li>請加上替代文字。<br>&lt;img src="b.png"&gt;<br> &lt;p&gt;
          </li>
        </ul>
        <li>
          <a href="https://accessibility.moda.gov.tw/Download/Detail/1510?Category=63">HM1130103C_1:選項分群</a>(AA)
        </li>
        <ul><li>請使用標題組件。</li></ul>
      </ol>
      <li class="url">2.檢測網址https://zone.example.gov.tw/news?id=1</li>
      <ol class="upper-roman">
        <li><a href="https://accessibility.moda.gov.tw/Download/Detail/1506?Category=63">HM1130100C:標題</a>(A)</li>
        <ul><li>請使用標題組件。</li></ul>
      </ol>
    </ol>
    <h2>《頁面載入逾時(30秒)》</h2>
    <a href="https://zone.example.gov.tw/slow">https://zone.example.gov.tw/slow</a><br />
    <h2>《ME1320200C 清單》</h2>
    <p>無</p>
  </section>
  <section>
    <h2>《檢測設定紀錄》</h2>
    <h3>瀏覽器類型</h3><p>Chrome</p>
    <h3>Javascript狀態</h3><p>停用</p>
  </section>
</body></html>
"""


def test_the_settings_are_read() -> None:
    report = read_freego(REPORT.encode())
    assert report.address == "https://zone.example.gov.tw/"
    assert report.tool == "Freego Dec 19 2025"
    assert report.tested == "Mon Nov 02 09:00:00 CST 2026"
    assert (report.level, report.scripts, report.pages) == ("AA", "停用", 12)
    assert report.failing == ("https://zone.example.gov.tw/", "https://zone.example.gov.tw/news?id=1")
    assert report.late == ("https://zone.example.gov.tw/slow",)


def test_every_line_is_a_fault_with_its_page_and_code() -> None:
    home = "https://zone.example.gov.tw/"
    assert read_freego(REPORT.encode()).faults == (
        FreegoFault(home, "HM1110100C", "A", 1499, "請加上替代文字。", '<img src="a.png">'),
        FreegoFault(home, "HM1110100C", "A", 1499, "請加上替代文字。", '<img src="b.png"> <p>'),
        FreegoFault(home, "HM1130103C_1", "AA", 1510, "請使用標題組件。"),
        FreegoFault(f"{home}news?id=1", "HM1130100C", "A", 1506, "請使用標題組件。"),
    )


def test_a_report_without_faults_has_none() -> None:
    start, end = REPORT.index("<ol>"), REPORT.index("<h2>《頁面載入逾時")
    report = read_freego((REPORT[:start] + REPORT[end:]).encode())
    assert (report.failing, report.faults) == ((), ())
    assert report.pages == 12


@pytest.mark.parametrize("body", [b"", b"\xac\xed\x00\x05sr\x00\x0cui.DataClass", b"<h1>Index of /</h1>"])
def test_anything_else_is_refused_with_the_mend(body: bytes) -> None:
    with pytest.raises(NotFreego, match=r"save the report in Freego as \.htm"):
        read_freego(body)


def with_version(tool: str = "Freego Dec 19 2025", stated: str = "", code: str = "") -> tuple[str, str]:
    text = REPORT.replace("Freego Dec 19 2025", tool).replace("<h2>《檢測基本資料》</h2>", f"<h2>{stated}</h2>")
    report = read_freego((text.replace("HM1130103C_1", code) if code else text).encode())
    return report.version, report.version_from


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({}, ("110.07", "codes")),  # HM1130103C_1 stands in no other version
        ({"code": "HM1130101C"}, ("110.07", "build")),
        ({"code": "HM1130105C"}, ("115.11", "codes")),
        ({"code": "HM1130101C", "stated": "網站無障礙規範(115.11)"}, ("115.11", "stated")),
        ({"code": "HM1130101C", "stated": "依網站無障礙規範 2.0 版"}, ("2.0", "stated")),
        ({"code": "HM1130101C", "stated": "網站無障礙規範(118.05)"}, ("118.05", "stated")),
        ({"code": "HM1130101C", "tool": "Freego Jun 02 2027"}, ("", "")),
        ({"code": "HM1130101C", "tool": "Freego"}, ("", "")),
        ({"code": "HM1130101C", "stated": "主機 140.112.10.3"}, ("110.07", "build")),
    ],
)
def test_the_version_is_read_or_stated_as_unknown(terms: dict[str, str], expected: tuple[str, str]) -> None:
    assert with_version(**terms) == expected


def test_codes_of_the_first_version_are_read() -> None:
    text = (
        REPORT.replace("HM1110100C", "XH1010100")
        .replace("HM1130103C_1", "XH1030101")
        .replace("HM1130100C", "XH1030100")
    )
    report = read_freego(text.encode())
    assert (report.version, report.version_from) == ("2.0", "codes")
    assert [fault.code for fault in report.faults][:1] == ["XH1010100"]
