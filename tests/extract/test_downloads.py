"""Downloads read: documents as programs write them, and files that are damaged, locked, hostile or mislabelled."""

from __future__ import annotations

import io
import zipfile
import zlib

import odfdo
import openpyxl
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.demo.documents import docx, odt_file, pdf_file
from auditor.extract.files import zip_xml
from auditor.extract.files.downloads import read_file
from auditor.model import FileFormat, Opens, PartCounts

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PLACED = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def made(change: object = None, **save: object) -> bytes:
    """A PDF of one page with a line of text, changed before it is saved."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_file("申請須知", "內文"))) as whole:
        if callable(change):
            change(whole)
        whole.save(out, **save)  # type: ignore[arg-type]
    return out.getvalue()


def tag(whole: pikepdf.Pdf, *elements: pikepdf.Object) -> None:
    whole.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
    tree = whole.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot, K=pikepdf.Array(elements)))
    whole.Root.StructTreeRoot = tree


def element(kind: str, *kids: pikepdf.Object, **more: object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), K=pikepdf.Array(kids), **more)


def test_a_plain_pdf() -> None:
    body = pdf_file("申請須知", "內文")
    found = read_file(body, "/a/form.pdf", "application/pdf")
    assert (found.format, found.opens, found.claimed) == (FileFormat.PDF, Opens.YES, FileFormat.PDF)
    assert (found.title, found.lang, found.pages, found.text, found.size) == (
        "申請須知", "zh-TW", 1, True, len(body),
    )  # fmt: skip
    assert (found.images is None) == (not found.tagged)


def test_the_structure_of_a_tagged_pdf() -> None:
    def change(whole: pikepdf.Pdf) -> None:
        described, bare_figure = element("Figure", Alt="園區地圖"), element("Figure", Alt=" ")
        headed = element("Table", element("TR", element("TH"), element("TD")))
        bare = element("Table", element("TR", element("TD")))
        tag(whole, element("Document", element("H1"), element("H2"), described, bare_figure, headed, bare))

    found = read_file(made(change), "/form.pdf", "application/pdf")
    assert (found.tagged, found.headings, found.images, found.tables) == (True, 2, PartCounts(2, 1), PartCounts(2, 1))


def test_a_structure_that_is_not_to_be_relied_on_is_none() -> None:
    def change(whole: pikepdf.Pdf) -> None:
        tag(whole, element("P"))
        whole.Root.MarkInfo = pikepdf.Dictionary(Marked=False)

    assert read_file(made(change), "/form.pdf", "").tagged is False


def test_a_structure_that_bites_its_tail_ends() -> None:
    def change(whole: pikepdf.Pdf) -> None:
        loop = whole.make_indirect(element("Table"))
        loop.K = pikepdf.Array([loop, loop])
        tag(whole, loop)

    assert read_file(made(change), "/form.pdf", "").tables == PartCounts(1, 1)


def test_a_scan_has_no_text_and_text_inside_a_form_is_text() -> None:
    def emptied(whole: pikepdf.Pdf) -> None:
        whole.pages[0].Contents = whole.make_stream(b"q 100 0 0 100 0 0 cm /Im1 Do Q")

    def wrapped(whole: pikepdf.Pdf) -> None:
        form = whole.make_stream(b"BT (x) Tj ET", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        whole.pages[0].Contents = whole.make_stream(b"/F1 Do")
        whole.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F1=form))

    assert read_file(made(emptied), "/scan.pdf", "").text is False
    assert read_file(made(wrapped), "/form.pdf", "").text is True


def test_bookmarks_and_links_of_a_pdf() -> None:
    def change(whole: pikepdf.Pdf) -> None:
        with whole.open_outline() as outline:
            outline.root.extend([pikepdf.OutlineItem("一", 0), pikepdf.OutlineItem("二", 0)])
        to = [pikepdf.Dictionary(S=pikepdf.Name.URI, URI=uri) for uri in ("https://a.example/", "mailto:a@b.example")]
        notes = [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=action) for action in to]
        whole.pages[0].Annots = pikepdf.Array(notes)

    found = read_file(made(change), "/form.pdf", "")
    assert (found.bookmarks, found.links) == (2, ("https://a.example/",))


def test_a_locked_pdf_is_neither_broken_nor_clean() -> None:
    locked = made(encryption=pikepdf.Encryption(owner="o", user="u"))
    assert read_file(locked, "/form.pdf", "").opens is Opens.ENCRYPTED
    readable = made(encryption=pikepdf.Encryption(owner="o", user=""))
    assert read_file(readable, "/form.pdf", "").opens is Opens.YES


@pytest.mark.parametrize("keep", [20, 200])  # of more, readers repair what is left
def test_a_pdf_cut_short_is_no_whole_one(keep: int) -> None:
    body = pdf_file("申請須知", "內文")[:keep]
    assert read_file(body, "/form.pdf", "").opens is Opens.BROKEN
    assert read_file(body, "/form.pdf", "", truncated=True).opens is Opens.NOT_WHOLE


def test_a_stream_that_unpacks_to_very_much_costs_little() -> None:
    packed = zlib.compress(b" " * 200_000_000, 9)

    def change(whole: pikepdf.Pdf) -> None:
        stream = pikepdf.Stream(whole, b"")
        stream.write(packed, filter=pikepdf.Name.FlateDecode)
        whole.pages[0].Contents = stream

    found = read_file(made(change, recompress_flate=False), "/bomb.pdf", "")
    assert found.opens in {Opens.YES, Opens.BROKEN}
    assert not found.text


def test_an_opendocument_text_as_a_library_writes_it() -> None:
    whole = odfdo.Document("text")
    whole.body.clear()
    whole.body.append(odfdo.Header(1, "一、目的"))
    whole.body.append(odfdo.Paragraph("內文"))
    table = odfdo.Table("表", width=2, height=3)
    whole.body.append(table)
    whole.meta.title = "作業要點"
    whole.meta.language = "zh-TW"
    out = io.BytesIO()
    whole.save(out)
    found = read_file(out.getvalue(), "/form.odt", "")
    assert (found.format, found.opens, found.title, found.lang) == (FileFormat.ODT, Opens.YES, "作業要點", "zh-TW")
    assert (found.headings, found.tables, found.images) == (1, PartCounts(1, 1), PartCounts(0, 0))


def test_a_workbook_as_a_library_writes_it() -> None:
    book = openpyxl.Workbook()
    book.properties.title = "廠商名錄"
    book.active["A1"] = "公司"
    book.active["A2"].hyperlink = "https://a.example/"
    book.create_sheet("二")
    out = io.BytesIO()
    book.save(out)
    found = read_file(out.getvalue(), "/list.xlsx", "")
    assert (found.format, found.title, found.pages, found.links) == (
        FileFormat.XLSX, "廠商名錄", 2, ("https://a.example/",),
    )  # fmt: skip


def test_a_word_document() -> None:
    content = (
        f'<w:document {WORD} {PLACED}><w:body><w:p><w:pPr><w:pStyle w:val="1"/></w:pPr><w:r><w:t>一</w:t></w:r></w:p>'
        '<w:p><w:pPr><w:outlineLvl w:val="2"/></w:pPr><w:r><w:t>二</w:t></w:r></w:p>'
        '<w:p><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:p><w:p><wp:docPr descr="地圖"/><wp:docPr/></w:p>'
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr></w:tr><w:tr/></w:tbl><w:tbl><w:tr/><w:tr/></w:tbl>"
        "<w:tbl><w:tr/></w:tbl></w:body></w:document>"
    )
    styles = (
        f'<w:styles {WORD}><w:docDefaults><w:lang w:val="en-US" w:eastAsia="zh-TW"/></w:docDefaults>'
        '<w:style w:styleId="1"><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>'
    )
    body = zipped(**{"word/document.xml": content, "word/styles.xml": styles})
    found = read_file(body, "/form.docx", "")
    assert (found.format, found.lang, found.headings, found.outline) == (FileFormat.DOCX, "zh-TW", 2, (1, 3))
    assert (found.images, found.tables) == (PartCounts(2, 1), PartCounts(2, 1))


@pytest.mark.parametrize(("body", "ending"), [(odt_file("題", "文"), "odt"), (docx("題", "文"), "docx")])
def test_the_demo_documents_say_what_they_are(body: bytes, ending: str) -> None:
    found = read_file(body, f"/form.{ending}", "application/octet-stream")
    assert (found.format, found.claimed, found.title, found.lang) == (ending, ending, "題", "zh-TW")


@pytest.mark.parametrize(
    ("body", "path", "media_type", "format_", "opens", "claimed"),
    [
        (b"", "/a.pdf", "", "other", "empty", "pdf"),
        (b"", "/a.js", "text/javascript", "other", "not_readable", None),
        (b"<!DOCTYPE html><p>404", "/a.pdf", "application/pdf", "html", "not_readable", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "/a.odt", "", "old_office", "not_readable", "odt"),
        (zipped(**{"readme.txt": "x"}), "/a.zip", "", "zip", "entirely", "zip"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "/a.odt", "", "zip", "broken", "odt"),
        (zipped(**{"word/document.xml": "<a><b>"}), "/a.docx", "", "zip", "broken", "docx"),
        (b"PK\x03\x04 and no more", "/a.docx", "", "zip", "broken", "docx"),
        (b"GIF89a", "/getfile", "application/vnd.ms-excel", "other", "not_readable", "old_office"),
    ],
)  # fmt: skip
def test_what_is_not_what_it_says(
    body: bytes, path: str, media_type: str, format_: str, opens: str, claimed: str | None
) -> None:
    found = read_file(body, path, media_type)
    assert (found.format, found.opens, found.claimed) == (format_, opens, claimed)


def test_an_encrypted_opendocument_is_not_broken() -> None:
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": manifest,
        "content.xml": "\0\1",
    }
    assert read_file(zipped(**parts), "/a.odt", "").opens is Opens.ENCRYPTED


def test_a_package_that_unpacks_to_very_much_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_xml, "UNPACKED_BYTES_LIMIT", 1_000_000)
    body = zipped(**{"word/document.xml": " " * 2_000_000})
    assert len(body) < 10_000
    assert read_file(body, "/a.docx", "").opens is Opens.TOO_LARGE_INSIDE


def test_entities_are_neither_expanded_nor_loaded() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    title = f"{bomb}<x xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>&c;&f;</dc:title></x>"
    body = zipped(**{"word/document.xml": f"<w:document {WORD}/>", "docProps/core.xml": title})
    assert read_file(body, "/a.docx", "").title == ""


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damage_raises(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([pdf_file("題", "文"), odt_file("題", "文"), docx("題", "文")])))
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    found = read_file(bytes(whole), "/a.pdf", "application/pdf")
    assert found.size == len(whole)
