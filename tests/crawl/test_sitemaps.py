"""Sitemaps in all the forms in which they come, and in those in which they should not."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.crawl.sitemaps import MOST_ADDRESSES, Sitemap, read_sitemap

NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
URLSET = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset {NAMESPACE} xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
  <url><loc> https://zone.test/a?x=1&amp;y=2
  </loc><lastmod>2026-11-01</lastmod></url>
  <url><image:image><image:loc>https://zone.test/picture.png</image:loc></image:image>
       <loc><![CDATA[https://zone.test/b]]></loc></url>
  <url><loc>https://zone.test/b</loc></url>
</urlset>"""
PAGES = ("https://zone.test/a?x=1&y=2", "https://zone.test/b")


@pytest.mark.parametrize(
    "body",
    [
        URLSET.encode(),
        b"\xef\xbb\xbf" + URLSET.encode(),
        b"\n\n  >" + URLSET.encode(),
        b"<br />\n<b>Warning</b>: include() failed<br />\n" + URLSET.encode(),
        URLSET.replace("UTF-8", "UTF-16").encode("utf-16"),
        URLSET.partition("\n")[2].encode(),
        URLSET.replace("UTF-8", "no such charset").encode(),
        URLSET.replace("UTF-8", "idna").encode(),
        URLSET.replace("&amp;y", "&y").encode(),
        URLSET.replace("<url>", "<s:url>").replace("</url>", "</s:url>").replace("<loc>", "<s:loc>")
        .replace("</loc>", "</s:loc>").replace("urlset", "s:urlset").replace("xmlns=", "xmlns:s=").encode(),
        gzip.compress(URLSET.encode()),
        gzip.compress(URLSET.encode()) + b"trailing rubbish",
    ],
    ids=["plain", "mark", "stray", "warning", "utf-16", "no declaration", "charset", "codec", "ampersand", "prefix",
         "gzip", "gzip with rubbish"],
)  # fmt: skip
def test_pages_are_read_in_every_wrapping(body: bytes) -> None:
    assert read_sitemap(body).pages == PAGES


def test_each_address_has_its_line() -> None:
    assert read_sitemap(URLSET.encode()).lines == (3, 6)
    assert read_sitemap(b"\n\n>" + gzip.compress(b"")).lines == ()
    assert read_sitemap(b"\n\n" + URLSET.encode()).lines == (5, 8)
    assert read_sitemap(b"https://zone.test/a\n\nhttps://zone.test/b\nhttps://zone.test/a").lines == (1, 3)


def test_an_index_names_sitemaps() -> None:
    body = f"<sitemapindex {NAMESPACE}><sitemap><loc>https://zone.test/1.xml.gz</loc></sitemap></sitemapindex>"
    assert read_sitemap(body.encode()) == Sitemap(sitemaps=("https://zone.test/1.xml.gz",), lines=(1,))


def test_feeds_name_their_entries() -> None:
    rss = b"""<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><link>https://zone.test/</link>
      <atom:link rel="self" href="https://zone.test/rss"/><item><title>a</title><link>https://zone.test/n?id=1</link>
      <guid>https://zone.test/guid</guid></item></channel></rss>"""
    assert read_sitemap(rss).pages == ("https://zone.test/n?id=1",)
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://zone.test/"/><entry>
      <link href="https://zone.test/1"/><link rel="alternate" href="https://zone.test/2"/>
      <link rel="edit" href="https://zone.test/3"/></entry></feed>"""
    assert read_sitemap(atom).pages == ("https://zone.test/1", "https://zone.test/2")
    rdf = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><item><link>https://zone.test/r</link>
      </item></rdf:RDF>"""
    assert read_sitemap(rdf).pages == ("https://zone.test/r",)


def test_plain_text_is_a_line_each() -> None:
    body = "\ufeffhttps://zone.test/a\r\n\n  https://zone.test/中文 \n# no address\n/relative\nmailto:a@zone.test\n"
    assert read_sitemap(body.encode()).pages == ("https://zone.test/a", "https://zone.test/%E4%B8%AD%E6%96%87")


def test_a_charset_of_many_bytes_is_read_as_declared() -> None:
    body = "<?xml version='1.0' encoding='Big5'?><urlset><url><loc>https://zone.test/公告</loc></url></urlset>"
    assert read_sitemap(body.encode("big5")).pages == ("https://zone.test/%E5%85%AC%E5%91%8A",)


def test_what_was_read_before_a_fault_counts() -> None:
    cut = URLSET[: URLSET.index("</loc><lastmod>") + 6] + "<broken"
    assert read_sitemap(cut.encode()).pages == PAGES[:1]
    half = gzip.compress(URLSET.encode())[:-30]
    assert set(read_sitemap(half).pages) <= set(PAGES)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<!DOCTYPE html><html><a href='https://zone.test/a'>https://zone.test/a</a></html>",
        b"<html><urls><loc>https://zone.test/a</loc></urls></html>", b"\x1f\x8bno gzip", b"\x00\xff\xfe", b"<urlset",
        b"<urlset><url><loc>/relative</loc></url><url><loc></loc></url></urlset>",
        b"<urlset><loc>https://zone.test/stray</loc></urlset>",
        b"<urlset><url><loc>https://zone.test/" + b"x" * 5_000 + b"</loc></url></urlset>",
    ],
)  # fmt: skip
def test_what_is_no_sitemap_names_nothing(body: bytes) -> None:
    assert read_sitemap(body) == Sitemap()


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">',
        '<!ENTITY c SYSTEM "file:///etc/hostname">',
        '<!ENTITY % c SYSTEM "http://127.0.0.1:9/x.dtd"> %c;',
    ],
    ids=["bomb", "file", "address"],
)
def test_entities_are_not_unfolded(declared: str) -> None:
    body = f"<!DOCTYPE urlset [{declared}]><urlset><url><loc>https://zone.test/&c;</loc></url></urlset>"
    assert read_sitemap(body.encode()) == Sitemap()


def test_a_sitemap_too_long_is_cut_at_the_limit() -> None:
    lines = "".join(f"<url><loc>https://zone.test/{number}</loc></url>" for number in range(MOST_ADDRESSES + 10))
    assert len(read_sitemap(f"<urlset>{lines}</urlset>".encode()).pages) == MOST_ADDRESSES
    text = "\n".join(f"https://zone.test/{number}" for number in range(MOST_ADDRESSES + 10))
    assert len(read_sitemap(text.encode()).pages) == MOST_ADDRESSES


def test_a_packed_bomb_is_bounded() -> None:
    bomb = gzip.compress(b"<urlset>" + bytes(60_000_000))
    assert read_sitemap(bomb) == Sitemap()


@given(st.binary(max_size=400))
def test_nothing_breaks_the_reader(rubbish: bytes) -> None:
    for body in (rubbish, b"<?xml" + rubbish, b"<urlset>" + rubbish, b"\x1f\x8b\x08" + rubbish):
        assert isinstance(read_sitemap(body), Sitemap)


@given(st.lists(st.from_regex(r"https?://[a-z]{1,8}\.test/[a-z0-9/?&=]{0,20}", fullmatch=True), unique=True))
def test_addresses_come_out_as_they_went_in(addresses: list[str]) -> None:
    items = "".join(f"<url><loc>{address.replace('&', '&amp;')}</loc></url>" for address in addresses)
    assert read_sitemap(f"<urlset>{items}</urlset>".encode()).pages == tuple(addresses)
