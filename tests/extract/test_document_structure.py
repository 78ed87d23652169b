"""What documents reveal to screen readers: headings, lists, slides, fields, fonts, pages that are pictures."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import odfdo
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from auditor.demo.documents import pdf_file
from auditor.extract.files.downloads import read_file
from auditor.model import Download, FileFormat, PartCounts

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SLIDE = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


def pdf(change: Callable[[pikepdf.Pdf], None]) -> Download:
    """The facts of a PDF of one page of A4 with a line of text, changed before it is saved."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_file("申請須知", "內文"))) as whole:
        change(whole)
        whole.save(out)
    return read_file(out.getvalue(), "/form.pdf", "application/pdf")


def tagged(*elements: pikepdf.Object, **more: object) -> Callable[[pikepdf.Pdf], None]:
    def change(whole: pikepdf.Pdf) -> None:
        whole.Root.MarkInfo = Dictionary(Marked=True)
        tree = Dictionary(Type=Name.StructTreeRoot, K=Array(elements), **more)
        whole.Root.StructTreeRoot = whole.make_indirect(tree)

    return change


def element(kind: str, *kids: pikepdf.Object) -> pikepdf.Object:
    return Dictionary(S=Name(f"/{kind}"), K=Array(kids))


def package(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def test_headings_of_a_pdf_keep_their_order_and_roles_of_an_authors_own_are_mapped() -> None:
    tree = element("Document", element("H1"), element("Sect", element("標題三")), element("H2"), element("H"))
    found = pdf(tagged(tree, RoleMap=Dictionary({"/標題三": Name.H3})))
    assert (found.outline, found.headings) == ((1, 3, 2), 4)


def test_a_map_of_roles_that_is_circular_ends() -> None:
    found = pdf(tagged(element("A"), RoleMap=Dictionary(A=Name.B, B=Name.A)))
    assert (found.outline, found.headings) == ((), 0)


def test_a_list_without_items_is_no_list() -> None:
    whole, bare = element("L", element("LI", element("LBody"))), element("L", element("P"))
    assert pdf(tagged(whole, bare)).lists == PartCounts(2, 1)


def picture(whole: pikepdf.Pdf) -> pikepdf.Object:
    return whole.make_stream(
        bytes(8),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=8,
        Height=8,
        BitsPerComponent=1,
        ColorSpace=Name.DeviceGray,
    )


@pytest.mark.parametrize(
    ("content", "lacking"),
    [
        (b"q 595 0 0 842 0 0 cm /Im Do Q", 1),
        (b"q 0 842 -595 0 595 0 cm /Im Do Q", 1),  # turned by a quarter
        (b"q 0.24 0 0 0.24 0 0 cm 2480 0 0 3508 0 0 cm /Im Do Q", 1),  # as scanners write it
        (b"q 100 0 0 100 0 0 cm /Im Do Q", 0),  # a logo
        (b"q 595 0 0 842 0 0 cm /Im Do Q BT /F1 9 Tf 3 Tr (x) Tj ET", 0),  # with a layer of recognised text
        (b"q 595 0 0 842 0 0 cm Q q 1 0 0 1 0 0 cm /Im Do Q", 0),  # the matrix was given back
        (b"", 0),  # an empty page
    ],
)
def test_a_page_that_is_one_picture(content: bytes, lacking: int) -> None:
    def change(whole: pikepdf.Pdf) -> None:
        whole.add_blank_page(page_size=(595, 842))
        page = whole.pages[1]
        page.Contents = whole.make_stream(content)
        page.Resources = Dictionary(XObject=Dictionary(Im=picture(whole)))

    found = pdf(change)
    assert (found.text, found.pictured) == (True, PartCounts(2, lacking))


@pytest.mark.parametrize(
    ("font", "lacking"),
    [
        ({"Subtype": Name.Type0, "Encoding": Name("/Identity-H")}, 1),
        ({"Subtype": Name.Type0, "Encoding": Name("/UniCNS-UTF16-H")}, 0),
        ({"Subtype": Name.TrueType, "Encoding": Name.WinAnsiEncoding}, 0),
        ({"Subtype": Name.Type3, "Encoding": Dictionary(Differences=[0, Name.g1, Name.g2, Name.space])}, 1),
        ({"Subtype": Name.Type1, "Encoding": Dictionary(Differences=[65, Name.A, Name.uni6E2C])}, 0),
        ({"Subtype": Name.Type1}, 0),
    ],
)
def test_a_font_without_a_map_to_unicode(font: dict[str, pikepdf.Object], lacking: int) -> None:
    def change(whole: pikepdf.Pdf) -> None:
        made = whole.make_indirect(Dictionary(Type=Name.Font, BaseFont=Name.X, **font))
        whole.pages[0].Resources = Dictionary(Font=Dictionary(F9=made, Unused=Dictionary(Subtype=Name.Type0)))
        whole.pages[0].Contents = whole.make_stream(b"BT /F9 9 Tf <0001> Tj ET")

    assert pdf(change).fonts == PartCounts(1, lacking)


def test_a_collection_of_characters_maps_a_font() -> None:
    def change(whole: pikepdf.Pdf) -> None:
        inner = Dictionary(Type=Name.Font, CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"CNS1", Supplement=0))
        made = Dictionary(Type=Name.Font, Subtype=Name.Type0, Encoding=Name("/Identity-H"), DescendantFonts=[inner])
        whole.pages[0].Resources = Dictionary(Font=Dictionary(F9=whole.make_indirect(made)))
        whole.pages[0].Contents = whole.make_stream(b"BT /F9 9 Tf <0001> Tj ET")

    assert pdf(change).fonts == PartCounts(1, 0)


def test_fields_of_a_pdf_are_named_by_their_tooltip_or_by_a_name_that_people_wrote() -> None:
    def change(whole: pikepdf.Pdf) -> None:
        fields = [
            Dictionary(FT=Name.Tx, T="Text1", Subtype=Name.Widget),
            Dictionary(FT=Name.Tx, T="Text2", TU="申請人姓名", Subtype=Name.Widget),
            Dictionary(FT=Name.Tx, T="統一編號", Subtype=Name.Widget),
            Dictionary(FT=Name.Tx, T="hidden", F=2, Subtype=Name.Widget),
            Dictionary(FT=Name.Btn, T="b1", Ff=0x10000, MK=Dictionary(CA="清除"), Subtype=Name.Widget),
            Dictionary(T="group", Kids=[Dictionary(FT=Name.Tx, T="a"), Dictionary(FT=Name.Tx, T="b", TU="日期")]),
            Dictionary(
                FT=Name.Btn, T="choice", Kids=[Dictionary(Subtype=Name.Widget), Dictionary(Subtype=Name.Widget)]
            ),
        ]
        whole.Root.AcroForm = Dictionary(Fields=[whole.make_indirect(field) for field in fields])

    assert pdf(change).fields == PartCounts(7, 3)


@pytest.mark.parametrize(("tabs", "lacking"), [(Name.S, 0), (Name.R, 1), (None, 1)])
def test_the_order_of_the_tab_key_of_a_tagged_pdf(tabs: pikepdf.Object | None, lacking: int) -> None:
    def change(whole: pikepdf.Pdf) -> None:
        tagged(element("P"))(whole)
        whole.add_blank_page()
        whole.pages[0].Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link)])
        if tabs is not None:
            whole.pages[0].Tabs = tabs

    assert pdf(change).tab_order == PartCounts(1, lacking)


def test_a_pdf_that_claims_pdf_ua() -> None:
    def change(whole: pikepdf.Pdf) -> None:
        with whole.open_metadata(update_docinfo=False) as metadata:
            metadata["pdfuaid:part"] = "1"

    found = pdf(change)
    assert (found.ua_part, found.title) == (1, "申請須知")
    assert pdf(lambda _: None).ua_part == 0


def test_outline_lists_and_fields_of_an_open_document() -> None:
    whole = odfdo.Document("odt")
    body = whole.body
    for level, text in ((1, "壹"), (2, "一"), (4, "(1)"), (2, " ")):
        body.append(odfdo.Header(level, text))
    body.append(odfdo.List(["甲", "乙"]))
    for text in ("● 甲", "● 乙", "●丙", "說明", "※ 附註", "※ 附註二"):
        body.append(odfdo.Paragraph(text))
    forms = odfdo.Element.from_tag(
        '<form:form xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0">'
        '<form:text form:id="a"/><form:text form:id="b"/><form:checkbox form:label="同意"/>'
        '<form:fixed-text form:for="b" form:label="姓名"/></form:form>'
    )
    body.append(forms)
    out = io.BytesIO()
    whole.save(out)
    found = read_file(out.getvalue(), "/form.odt", "")
    assert (found.outline, found.headings) == ((1, 2, 4), 3)
    assert (found.lists, found.fields) == (PartCounts(2, 1), PartCounts(3, 1))


def test_slides_of_an_open_document_without_titles() -> None:
    whole = odfdo.Document("odp")
    whole.body.clear()
    for cls, text in (("title", "計畫"), ("title", ""), ("outline", "內容")):
        whole.body.append(
            odfdo.Element.from_tag(
                f'<draw:page><draw:frame presentation:class="{cls}"><draw:text-box>'
                f"<text:p>{text}</text:p></draw:text-box></draw:frame></draw:page>"
            )
        )
    out = io.BytesIO()
    whole.save(out)
    assert read_file(out.getvalue(), "/a.odp", "").slides == PartCounts(3, 2)


def test_lists_fields_and_pages_of_a_word_document() -> None:
    item = "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>項</w:t></w:r></w:p>"
    styled = '<w:p><w:pPr><w:pStyle w:val="B"/></w:pPr><w:r><w:t>項</w:t></w:r></w:p>'
    typed = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in ("• 一", "• 二", "• 三"))
    text = "<w:p><w:r><w:t>文</w:t></w:r></w:p>"
    controls = (
        '<w:sdt><w:sdtPr><w:alias w:val="姓名"/><w:text/></w:sdtPr></w:sdt>'
        "<w:sdt><w:sdtPr><w:date/></w:sdtPr></w:sdt><w:sdt><w:sdtPr><w:docPartObj/></w:sdtPr></w:sdt>"
    )
    parts = {
        "word/document.xml": (
            f"<w:document {WORD}><w:body>{item}{item}{text}{styled}{typed}{controls}</w:body></w:document>"
        ),
        "word/styles.xml": f'<w:styles {WORD}><w:style w:styleId="B"><w:pPr><w:numPr/></w:pPr></w:style></w:styles>',
        "docProps/app.xml": (
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            "<Pages>7</Pages></Properties>"
        ),
    }
    found = read_file(package(**parts), "/a.docx", "")
    assert (found.lists, found.fields, found.pages) == (PartCounts(3, 1), PartCounts(2, 1), 7)


def test_slides_of_a_presentation_without_titles() -> None:
    def slide(kind: str, text: str, more: str = "") -> str:
        place = f"<p:nvSpPr><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr>"
        return f"<p:sld {SLIDE} {more}><p:sp>{place}<p:txBody><a:t>{text}</a:t></p:txBody></p:sp></p:sld>"

    slides = (
        slide('type="ctrTitle"', "計畫"),
        slide('type="title"', " "),
        slide('type="body"', "內容"),
        slide('type="body"', "備用", 'show="0"'),
    )
    parts = {f"ppt/slides/slide{number}.xml": text for number, text in enumerate(slides, 1)}
    found = read_file(package(**{"ppt/presentation.xml": "<p/>"} | parts), "/a.pptx", "")
    assert (found.format, found.slides) == (FileFormat.PPTX, PartCounts(3, 2))
