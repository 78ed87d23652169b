from __future__ import annotations

import pytest
import turbohtml.detect  # noqa: F401 - registers the decoders of the Encoding Standard
from hypothesis import given
from hypothesis import strategies as st

from auditor import urls

PAGE = "http://a.gov.tw/iphw/x/index.do?id=1#top"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("list.do?method=info&id=2", "http://a.gov.tw/iphw/x/list.do?method=info&id=2"),
        ("/sitemap", "http://a.gov.tw/sitemap"),
        ("//b.gov.tw/x", "http://b.gov.tw/x"),
        ("///x", "http://x/"),
        ("../../..", "http://a.gov.tw/"),
        ("?id=2", "http://a.gov.tw/iphw/x/index.do?id=2"),
        ("#main", "http://a.gov.tw/iphw/x/index.do?id=1#main"),
        ("", "http://a.gov.tw/iphw/x/index.do?id=1"),
        ("http:?q", "http://a.gov.tw/iphw/x/index.do?q"),
        ("http:y.do", "http://a.gov.tw/iphw/x/y.do"),
        ("  \n/le\tad.html ", "http://a.gov.tw/lead.html"),
        ("\\b\\c", "http://a.gov.tw/b/c"),
        ("/a//b", "http://a.gov.tw/a//b"),
        ("/q?a+b", "http://a.gov.tw/q?a+b"),
        ("/%7Ex", "http://a.gov.tw/%7Ex"),
        ("/路徑.html", "http://a.gov.tw/%E8%B7%AF%E5%BE%91.html"),
        ("/a?k=中", "http://a.gov.tw/a?k=%E4%B8%AD"),
        ("#章節", "http://a.gov.tw/iphw/x/index.do?id=1#%E7%AB%A0%E7%AF%80"),
        ("HTTPS://B.GOV.TW:443/X", "https://b.gov.tw/X"),
        ("http://例子.tw/", "http://xn--fsqu00a.tw/"),
        ("mailto:a@b.tw?subject=%5BHi%5D", "mailto:a@b.tw?subject=%5BHi%5D"),
        (":", "http://a.gov.tw/iphw/x/:"),
        ("www.b.gov.tw", "http://a.gov.tw/iphw/x/www.b.gov.tw"),
        ("https;//b.tw/x", "http://a.gov.tw/iphw/x/https;//b.tw/x"),
    ],
)
def test_resolve_as_browsers_do(href: str, url: str) -> None:
    assert urls.resolve(PAGE, href) == url


@pytest.mark.parametrize(
    "href", ["http://exa mple/", "http://[::1", "http://a:99999/", "https://example]org/x", "http://"]
)
def test_what_no_browser_resolves(href: str) -> None:
    assert urls.resolve(PAGE, href) is None


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/q?k=中文", "http://a.gov.tw/q?k=%A4%A4%A4%E5"),
        ("/q?k=一功", "http://a.gov.tw/q?k=%A4@%A5\\"),
        ("/路?k=中#章", "http://a.gov.tw/%E8%B7%AF?k=%A4%A4#%E7%AB%A0"),
        ("/q?k=😀中", "http://a.gov.tw/q?k=%26%23128512%3B%A4%A4"),
        ("/q?k=カ", "http://a.gov.tw/q?k=%C7%A7"),
        ("/q?k=%A4%A4", "http://a.gov.tw/q?k=%A4%A4"),
        ("#a?中", "http://a.gov.tw/iphw/x/index.do?id=1#a?%E4%B8%AD"),
        ("mailto:x@b.tw?subject=中", "mailto:x@b.tw?subject=%E4%B8%AD"),
        ("/q\n?k=\t中", "http://a.gov.tw/q?k=%A4%A4"),
    ],
)
def test_queries_are_written_in_the_charset_of_the_page(href: str, url: str) -> None:
    assert urls.resolve(PAGE, href, "big5") == url


def test_big5_is_written_as_browsers_read_it() -> None:
    """Every character of the Encoding Standard's Big5 is written as bytes that mean it (sections 5.1 and 11.1)."""
    places: dict[str, set[str]] = {}
    for lead in range(0xA1, 0xFF):
        for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
            character = bytes([lead, trail]).decode("whatwg-big5")
            written = f"%{lead:02X}" + (chr(trail) if trail < 0x7F else f"%{trail:02X}")
            places.setdefault(character, set()).add(f"http://a/?{written}")
    bad = [one for one in places if len(one) == 1 and urls.resolve("http://a/", f"/?{one}", "big5") not in places[one]]
    # not pictures of control characters, nor five that Python's codec has in the rows only that are never written
    assert [one for one in bad if not 0x2400 <= ord(one) <= 0x2421 and one != "\ufffd"] == list("隶嘅廐悤猪")
    assert len(places) > 13_000


@pytest.mark.parametrize(
    ("charset", "written"), [("gbk", "%D6%D0"), ("shift_jis", "%92%86"), ("utf-16le", "%E4%B8%AD")]
)
def test_other_charsets(charset: str, written: str) -> None:
    assert urls.resolve(PAGE, "/?中", charset) == f"http://a.gov.tw/?{written}"


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["utf-8", "big5", "gbk", "no-such-charset"]))
def test_resolve_never_raises(base: str, href: str, charset: str) -> None:
    url = urls.resolve(base, href, charset)
    assert url is None or urls.resolve(url, "") is not None or "//" not in url


@given(st.from_regex(r"[./?#\\a-z:%;@ 中]{0,14}", fullmatch=True))
def test_pages_of_one_folder_share_what_relative_addresses_mean(href: str) -> None:
    """The short way over the folder gives what the long way over the whole page gives."""
    assert urls.resolve(PAGE, href) == urls._joined(PAGE, href)


@given(st.text(max_size=60))
def test_the_others_never_raise(url: str) -> None:
    assert isinstance(urls.host_of(url) + urls.origin_of(url) + urls.scheme_of(url) + urls.module_of(url), str)
    assert urls.is_web(url) in {True, False}
    assert urls.in_scope(url, "a:80", "/") in {True, False}


@pytest.mark.parametrize(
    ("url", "host", "origin"),
    [
        ("http://a.tw/x", "a.tw:80", "http://a.tw"),
        ("https://a.tw", "a.tw:443", "https://a.tw"),
        ("https://a.tw:8443/x", "a.tw:8443", "https://a.tw:8443"),
        ("http://[::1]:8080/", "::1:8080", "http://[::1]:8080"),
        ("nonsense", ":", ""),
    ],
)
def test_hosts_and_origins(url: str, host: str, origin: str) -> None:
    assert (urls.host_of(url), urls.origin_of(url)) == (host, origin)


def test_parts_of_an_address() -> None:
    assert urls.without_fragment("http://a/x?y#z#w") == "http://a/x?y"
    assert urls.fragment_of("http://a/x#z#w") == "z#w"
    assert urls.fragment_of("http://a/x") == ""
    assert [urls.scheme_of(url) for url in ("MAILTO:x", "http://a", "x/y:z", "")] == ["mailto", "http", "", ""]
    assert [urls.is_web(url) for url in ("http://a", "HTTPS://a/", "http://", "https:///x", "ftp://a")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_scope_is_host_and_prefix() -> None:
    def inside(url: str) -> bool:
        return urls.in_scope(url, "a.tw:80", "/iphw/x/")

    assert all(
        map(inside, ("http://a.tw/iphw/x/", "http://a.tw/iphw/x", "http://a.tw/iphw/x/y?z", "http://a.tw/iphw/x?q"))
    )
    assert not any(
        map(inside, ("http://a.tw/iphw/xy", "https://a.tw/iphw/x/", "http://b.tw/iphw/x/", "http://a.tw/?/iphw/x/"))
    )
    assert urls.in_scope("http://a.tw", "a.tw:80", "/")


@pytest.mark.parametrize(
    ("url", "pattern", "fits"),
    [
        ("http://a/ctlr?PRO=news.View&id=1", "*/ctlr?PRO=news.*", True),
        ("http://a/ctlrXPRO=news.View", "*/ctlr?PRO=news.*", False),
        ("http://a/x", "http://a/x", True),
        ("http://a/xy", "http://a/x", False),
        ("http://a/x\ny", "http://a/*", True),
        ("http://a/X", "*/x", False),
        ("http://a/x", "**x", True),
    ],
)
def test_patterns(url: str, pattern: str, fits: bool) -> None:
    assert urls.matches(url, pattern) is fits


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://a/ctlr?PRO=news.View&id=1", "http://a/ctlr?PRO=news.View&id=2", True),
        ("http://a/ctlr?PRO=news.View&id=1", "http://a/ctlr?PRO=news.List&id=1", False),
        ("http://a/x/faq.do?method=info&id=1", "http://a/x/faq.do?method=list&id=1", False),
        ("http://a/x/faq.do?method=info&id=1", "http://a/y/faq.do?method=info&id=1", False),
        ("http://a/News.aspx?kind=1", "http://a/Page.aspx?kind=1", False),
        ("http://a/f/a.pdf", "http://a/f/b.pdf", True),
        ("http://a/f/a.pdf", "http://a/f/a.odt", False),
        ("http://a/x#y", "http://a/x", True),
    ],
)
def test_modules(one: str, other: str, same: bool) -> None:
    assert (urls.module_of(one) == urls.module_of(other)) is same
