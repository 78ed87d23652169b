"""Cookies of a redirect chain: returned byte for byte, to whom RFC 6265 says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.fetch.redirect_cookies import RedirectCookies

HERE = "http://www.agency.test/a/b/page.html"
SECURE = "https://www.agency.test/a/b/page.html"


def returned(*headers: bytes, url: str = HERE, to: str = "") -> bytes:
    cookies = RedirectCookies()
    cookies.take(url, headers)
    return cookies.header(to or url).encode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    "pair",
    [
        b"v=YWJj==", b"v=YWJj=", b"v=a=b", b"v=/a/b", b"v=a,b", b"v=a b  c", b'v={"a":1,"b":"x"}', b'v="quoted"',
        b'v="a\\"b"', b"v=", "v=中文".encode(), "v=工業局".encode("big5"), b"a[b]=1", b"a:b=1", b"a/b(c)=1",
        b"v=%E4%B8", b"v=1:2@3?4&5", b"v='x'", b"v=" + b"x" * 4000, b"v=a\tb", b"v\xa0=\xa0", b"v=\\", b"__utma=1.2.3",
    ],
)  # fmt: skip
def test_a_cookie_comes_back_byte_for_byte(pair: bytes) -> None:
    assert returned(pair + b"; path=/") == pair
    assert returned(b" " + pair + b"\t; Path=/; HttpOnly; SameSite=Lax; Priority=High") == pair


@given(st.binary(max_size=200))
def test_any_header_comes_back_unchanged_or_not_at_all(raw: bytes) -> None:
    pair = raw.partition(b";")[0].strip(b" \t")
    name, equals, value = pair.partition(b"=")
    written = b"=".join((name.strip(b" \t"), value.strip(b" \t"))) if equals and name.strip(b" \t") else None
    assert returned(raw + b"; path=/") in {b"", pair, written, value.strip(b" \t")}


def test_a_cookie_without_name_is_its_value_and_one_without_both_is_none() -> None:
    assert returned(b"justvalue") == returned(b"=justvalue") == b"justvalue"
    assert returned(b"", b"=", b"; path=/") == b""


@pytest.mark.parametrize("header", [b"v=a\x00b", b"v=a\x07b", b"v=a\x7f", b"v=1; path=/\x01", b"v=" + b"x" * 4096])
def test_what_browsers_do_not_store_is_not_returned(header: bytes) -> None:
    assert returned(header) == b""


@pytest.mark.parametrize(
    ("path", "to", "sent"),
    [
        ("", "/a/b/other", True), ("", "/a/b", True), ("", "/a/bc", False), ("", "/a/", False), ("/", "/", True),
        ("/a", "/a", True), ("/a", "/ab", False), ("/a/", "/a", False), ("/a/", "/a/x", True), ("a", "/a/b/x", True),
        ("a", "/a", False), ("/A", "/a/b/x", False),
    ],
)  # fmt: skip
def test_paths(path: str, to: str, sent: bool) -> None:
    header = b"v=1" + (f"; Path={path}".encode() if path else b"")
    assert bool(returned(header, to=f"http://www.agency.test{to}")) is sent


def test_the_default_path_of_a_page_at_the_root_is_the_root() -> None:
    assert returned(b"v=1", url="http://www.agency.test/x", to="http://www.agency.test/deep/y") == b"v=1"
    assert returned(b"v=1", url="http://www.agency.test", to="http://www.agency.test/deep/y") == b"v=1"


@pytest.mark.parametrize(
    ("domain", "to", "sent"),
    [
        ("", "www.agency.test", True), ("", "agency.test", False), ("", "x.www.agency.test", False),
        ("agency.test", "agency.test", True), (".agency.test", "x.y.agency.test", True),
        ("AGENCY.TEST", "agency.test", True),
        ("agency.test", "notagency.test", False), ("other.test", "www.agency.test", False),
        ("x.www.agency.test", "www.agency.test", False), ("test", "www.agency.test", False),
        ("", "WWW.AGENCY.test", True),
        ("", "www.agency.test:8080", True),
    ],
)  # fmt: skip
def test_domains(domain: str, to: str, sent: bool) -> None:
    header = b"v=1; path=/" + (f"; Domain={domain}".encode() if domain else b"")
    assert bool(returned(header, to=f"http://{to}/")) is sent


def test_hosts_that_are_network_addresses_have_cookies_of_their_own() -> None:
    assert returned(b"v=1; Domain=127.0.0.1", url="http://127.0.0.1:8000/", to="http://127.0.0.1:9000/") == b"v=1"
    assert returned(b"v=1; Domain=0.0.1", url="http://127.0.0.1/") == b""
    assert returned(b"v=1; path=/", url="http://[::1]:8000/") == b"v=1"


def test_secure_cookies_go_over_tls_or_to_this_machine() -> None:
    assert returned(b"v=1; Secure; path=/", url=SECURE) == b"v=1"
    assert returned(b"v=1; Secure; path=/", url=SECURE, to=HERE) == b""
    assert returned(b"v=1; Secure; path=/", url=HERE) == b""
    for host in ("127.0.0.1:81", "127.0.0.9", "[::1]", "localhost:8000", "x.localhost"):
        assert returned(b"v=1; Secure; SameSite=None", url=f"http://{host}/") == b"v=1"
    assert returned(b"v=1; SameSite=None", url=SECURE) == b""


def test_prefixes_keep_their_promises() -> None:
    assert returned(b"__Secure-v=1; Secure", url=SECURE) == b"__Secure-v=1"
    assert returned(b"__Secure-v=1", url=SECURE) == b""
    assert returned(b"__Host-v=1; Secure; Path=/", url=SECURE) == b"__Host-v=1"
    assert returned(b"__Host-v=1; Secure", b"__Host-w=1; Secure; Path=/; Domain=agency.test", url=SECURE) == b""


@pytest.mark.parametrize(
    "attribute",
    [
        b"Max-Age=0", b"max-age=-1", b"Expires=Thu, 01 Jan 1970 00:00:00 GMT", b"expires=Wed, 01-Jan-2020 00:00:00 GMT",
        b"Expires=Sun Nov 06 08:49:37 1994", b"Expires=06 nov 94 08:49:37",
        b"Max-Age=0; Expires=Thu, 01 Jan 2099 00:00:00 GMT",
    ],
)  # fmt: skip
def test_an_expired_cookie_deletes_its_namesake(attribute: bytes) -> None:
    assert returned(b"v=1; path=/", b"w=2", b"v=; path=/; " + attribute) == b"w=2"
    assert returned(b"v=1; path=/", b"v=; path=/other; " + attribute) == b"v=1"


@pytest.mark.parametrize(
    "attribute",
    [
        b"Max-Age=60", b"Max-Age=x", b"Expires=Wed, 01-Jan-2031 00:00:00 GMT", b"Expires=whenever", b"Expires=",
        b"Expires=Thu, 99 Jan 2020 00:00:00 GMT", b"Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60", b"Version=1",
    ],
)  # fmt: skip
def test_any_other_stays(attribute: bytes) -> None:
    assert returned(b"v=1; " + attribute) == b"v=1"


def test_a_second_value_replaces_the_first_and_longer_paths_come_first() -> None:
    headers = (b"a=1; path=/", b"b=2; path=/a/b", b"c=3; path=/", b"a=4; path=/", b"d=5; path=/a")
    assert returned(*headers) == b"b=2; d=5; a=4; c=3"
    assert returned(b"a=1; path=/", b"a=2; path=/a") == b"a=2; a=1"
