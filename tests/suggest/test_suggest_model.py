"""The model of suggestions: learned from few documents here, and the shipped one; silent outside its field."""

from __future__ import annotations

import gzip
from pathlib import Path

import msgspec
import numpy as np
import pytest

from auditor.model import Document, Heading, Place
from auditor.suggest import fit, measure, model, records
from auditor.suggest.features import chinese, plain
from auditor.suggest.model import BadModelError, Model
from auditor.suggest.page_text import block, text_of_page
from auditor.suggest.records import BadRecordsError, Record

_WATER = "公告水庫蓄水範圍內之水質保護與用水管制辦法，第{n}號"
_SCHOOL = "修正國民小學課程綱要與教師聘任補充規定，第{n}號"
_TRAFFIC = "預告修正道路交通標誌標線號誌設置規則草案，第{n}號"
_KINDS = ((_WATER, "430", "5C0"), (_SCHOOL, "480", "400"), (_TRAFFIC, "530", "A00"))


def documents() -> list[Record]:
    return [
        Record(f"{year}-03-{day:02}", text.format(n=day), "經濟部", theme=(theme,), cake=(theme,), service=(service,))
        for year in (101, 102, 103)
        for day in range(1, 21)
        for text, theme, service in _KINDS
    ]


@pytest.fixture(scope="module")
def fitted() -> fit.Fitted:
    return fit.fit_model(documents())


def test_what_it_learned_it_suggests_with_the_words_that_spoke_for_it(fitted: fit.Fitted) -> None:
    theme = fitted.model.suggest(_WATER.format(n=99))[0]
    assert (theme.field, theme.choices[0].code) == ("Category.Theme", "430")
    assert any("水" in word for word in theme.words)
    assert 0 <= theme.choices[0].probability <= 1


def test_a_file_gives_the_model_back(fitted: fit.Fitted, tmp_path: Path) -> None:
    fit.save(fitted, tmp_path / "model.npz")
    again = model.load_model(tmp_path / "model.npz")
    text = "修正國民小學課程綱要"
    assert again.suggest(text) == fitted.model.suggest(text)
    assert again.origin == fitted.model.origin


def test_the_same_records_give_the_same_model(fitted: fit.Fitted) -> None:
    again = fit.fit_model(documents())
    assert all(np.array_equal(again.arrays[name], array) for name, array in fitted.arrays.items() if name != "origin")


@pytest.mark.parametrize(
    "text", ["", "   ", "園區", "Industrial zone information and services for investors", "2026-11-23 10:00 404"]
)
def test_outside_its_field_it_says_nothing(fitted: fit.Fitted, text: str) -> None:
    assert fitted.model.suggest(text) == ()


def test_unseen_documents_are_measured_beside_plain_guesses(fitted: fit.Fitted) -> None:
    old, new = (
        [record for record in documents() if record.year < 103],
        [record for record in documents() if record.year == 103],
    )
    (theme, _, _) = measure.measure_model(fit.fit_model(old).model, old, new)
    assert (theme.documents, theme.model.first, theme.nearest.first) == (60, 1.0, 1.0)
    assert theme.majority.first == pytest.approx(1 / 3)
    assert theme.majority.three == 1.0


def test_records_of_one_year_are_refused() -> None:
    with pytest.raises(ValueError, match="at least two years"):
        fit.fit_model([record for record in documents() if record.year == 103])


def test_records_are_read_in_the_order_of_their_days(tmp_path: Path) -> None:
    lines = b"\n".join(msgspec.json.encode(record) for record in reversed(documents()[:5])) + b"\n\n"
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines))
    assert [record.date for record in records.read_records(tmp_path)] == sorted(
        record.date for record in documents()[:5]
    )


def test_a_broken_line_and_an_empty_folder_are_reported(tmp_path: Path) -> None:
    with pytest.raises(BadRecordsError, match=r"no \*\.jsonl"):
        records.read_records(tmp_path)
    (tmp_path / "a.jsonl").write_text('{"date": "103-01-01", "title": "一"}\n{"date": "soon", "title": "二"}\n')
    with pytest.raises(BadRecordsError, match=r"a\.jsonl, line 2"):
        records.read_records(tmp_path)


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.npz").write_bytes(b"no archive")
    with pytest.raises(BadModelError, match="auditor classification fit"):
        model.load_model(tmp_path / "model.npz")


def test_one_spelling_for_all_widths_and_numbers() -> None:
    assert plain("ＡＢＣ　第１２號\n") == "abc 第0號"
    assert chinese("abc 園區") == (2, 2 / 5)


def test_a_page_speaks_by_title_headings_and_opening() -> None:
    heading = Heading(Place("http://a/"), 1, "園區簡介")
    document = Document(url="http://a/", title="園區簡介", headings=(heading,))
    assert text_of_page(document, None, "本園區位於彰化。") == "園區簡介\n本園區位於彰化。"


def test_only_what_is_sure_can_be_pasted(fitted: fit.Fitted) -> None:
    suggestions = fitted.model.suggest(_WATER.format(n=99))
    unsure = msgspec.structs.replace(suggestions[0], sure=False)
    sure = msgspec.structs.replace(suggestions[0], sure=True)
    assert block([unsure]).startswith("<!--")
    assert block([sure]) == '<meta name="Category.Theme" content="430">'


@pytest.fixture(scope="module")
def shipped() -> Model:
    """The model that comes with the program."""
    return model.shipped_model()


def test_the_shipped_model_names_where_it_comes_from_and_is_small(shipped: Model) -> None:
    assert shipped.origin.source.startswith("行政院公報資訊網")
    assert "Open Government Data License" in (model.SHIPPED.parent / "README.md").read_text("utf-8")
    assert model.SHIPPED.stat().st_size < 20_000_000


@pytest.mark.parametrize(
    ("text", "theme"),
    [("修正「工廠管理輔導法施行細則」部分條文", "550"), ("訂定「水污染防治措施及檢測申報管理辦法」", "770")],
)
def test_the_shipped_model_knows_what_official_documents_speak_of(shipped: Model, text: str, theme: str) -> None:
    first = shipped.suggest(text)[0]
    assert (first.choices[0].code, first.sure) == (theme, True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Welcome to the industrial park. Here you find news, forms and how to reach us.",
        "apt-get install debian-reference 與 dpkg -i 的差異 /etc/apt/sources.list main contrib non-free",
        "ああこれは日本語の文章です。工場の案内をいたします。",
    ],
)
def test_out_of_its_field_the_shipped_model_is_silent(shipped: Model, text: str) -> None:
    assert not any(suggestion.sure for suggestion in shipped.suggest(text))
