"""Files of the demo have the format of their names."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

import pytest

from auditor.demo.documents import document, docx, odt_file, pdf_file, png, svg


def test_a_pdf_begins_and_ends_as_one_and_finds_its_objects() -> None:
    made = pdf_file("用地租售申請表", "請填寫公司名稱")
    assert made.startswith(b"%PDF-1.7")
    assert made.endswith(b"%%EOF\n")
    start = int(re.findall(rb"startxref\n(\d+)", made)[0])
    assert made[start:].startswith(b"xref\n0 13\n")
    offsets = [int(offset) for offset in re.findall(rb"(\d{10}) 00000 n", made)]
    assert [made[at:].split(b" ", 1)[0] for at in offsets] == [str(number).encode() for number in range(1, 13)]
    assert "用地租售申請表".encode("utf-16-be").hex().upper().encode() in made
    assert b"/Lang (zh-TW)" in made


def test_an_odt_opens_and_names_its_kind_first() -> None:
    with zipfile.ZipFile(io.BytesIO(odt_file("表", "甲 < 乙 & 丙"))) as archive:
        assert archive.testzip() is None
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.text"
        assert "甲 &lt; 乙 &amp; 丙" in archive.read("content.xml").decode()
        assert "META-INF/manifest.xml" in archive.namelist()


def test_a_docx_opens_and_has_its_parts() -> None:
    with zipfile.ZipFile(io.BytesIO(docx("表", "內容"))) as archive:
        assert archive.testzip() is None
        assert {"[Content_Types].xml", "_rels/.rels", "word/document.xml"} <= set(archive.namelist())
        assert "內容" in archive.read("word/document.xml").decode()


@pytest.mark.parametrize("ending", ["pdf", "odt", "docx"])
def test_the_same_words_give_the_same_bytes(ending: str) -> None:
    assert document(ending, "表", "文") == document(ending, "表", "文")


def test_a_png_has_its_size_and_its_pixels() -> None:
    made = png(88, 31, (1, 2, 3))
    assert made.startswith(b"\x89PNG\r\n\x1a\n")
    assert (int.from_bytes(made[16:20]), int.from_bytes(made[20:24])) == (88, 31)
    data = made[made.index(b"IDAT") + 4 :]
    assert zlib.decompressobj().decompress(data)[:4] == b"\0\x01\x02\x03"


def test_an_svg_carries_its_title_escaped() -> None:
    assert "<title>甲 &amp; 乙</title>" in svg("甲 & 乙", "#000").decode()
