"""Suggested classes reviewed by people: a workbook out, their decisions back, every error reported with its row."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from small_runs import ROOT, begin
from small_runs import page as stored_page

from auditor.config.table_files import BadTableError, read_rows
from auditor.model import Choice, Document, Page, Suggestion
from auditor.pipeline.class_review import read_decisions, review_sheet
from auditor.pipeline.class_suggestions import PageSuggestions, suggestions
from auditor.report.exports.xlsx import xlsx
from auditor.standards.dublin_core import CATEGORIES
from auditor.store import Store
from auditor.suggest.model import Model

SURE = Suggestion("Category.Theme", (Choice("550", "工業", 0.99),), True, ("園區", "廠商"))
UNSURE = Suggestion("Category.Cake", (Choice("717", "", 0.4), Choice("718", "", 0.3)), False, ("廠商",))


def page(url: str, *suggestions: Suggestion, theme: str = "") -> PageSuggestions:
    carried = dict.fromkeys(CATEGORIES, ()) | {"Category.Theme": (theme,) if theme else ()}
    return PageSuggestions(url, "園區簡介", carried, suggestions)


def test_a_row_shows_what_is_there_what_is_suggested_and_why() -> None:
    made = review_sheet(
        [page("http://a/1", SURE, UNSURE), page("http://a/2", SURE, theme="900"), page("http://a/3")], "2026-11-23"
    )
    first, second, third = (dict(zip(made.columns, row, strict=True)) for row in made.rows)
    assert first["建議主題"] == "550 工業（99%）"
    assert first["建議施政"] == "不確定：717（40%）"
    assert first["依據"] == "園區、廠商"
    assert [row["決定主題"] for row in (first, second, third)] == ["", "", ""]
    assert (first["決定施政"], second["現有主題"], third["建議主題"]) == ("", "900", "")


def test_decisions_are_read_back_from_the_workbook(tmp_path: Path) -> None:
    (tmp_path / "classes.xlsx").write_bytes(
        xlsx(review_sheet([page("http://a/1", SURE), page("http://a/2")], "2026-11-23"))
    )
    untouched = read_rows(tmp_path / "classes.xlsx")
    assert read_decisions(untouched) == []  # nobody has decided anything
    for agrees in ("同", " V "):
        decided = [{**untouched[0], "決定主題": agrees}, *untouched[1:]]
        assert read_decisions(decided) == [("http://a/1", '<meta name="Category.Theme" content="550">')]
    unsure = [{"網址": "http://a/1", "建議施政": "不確定：717（40%）", "決定施政": "同意"}]
    assert read_decisions(unsure) == [("http://a/1", '<meta name="Category.Cake" content="717">')]
    with pytest.raises(BadTableError, match="row 2, 決定服務: '同' is no code"):
        read_decisions([{"網址": "http://a/2", "建議服務": "", "決定服務": "同"}])


def test_a_decision_for_two_codes_gives_two_tags() -> None:
    ((url, block),) = read_decisions([{"網址": "http://a/1", "決定主題": "550, 560", "決定服務": "I51"}])
    assert url == "http://a/1"
    assert block.splitlines() == [
        '<meta name="Category.Theme" content="550">',
        '<meta name="Category.Theme" content="560">',
        '<meta name="Category.Service" content="I51">',
    ]


def test_what_is_no_code_is_reported_with_its_row() -> None:
    rows = [{"網址": "http://a/1", "決定主題": "550"}, {"網址": "http://a/2", "決定主題": "工業"}]
    with pytest.raises(BadTableError, match="row 3, 決定主題: '工業' is no code"):
        read_decisions(rows)
    with pytest.raises(BadTableError, match="no column is called 網址"):
        read_decisions([{"address": "http://a/1"}])


class _Texts(Model):
    """A model that suggests nothing and keeps the texts it was given."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        self.texts.append(text)
        return ()


@pytest.mark.parametrize("opening", [None, "招商的園區"])
def test_the_opening_is_a_fact_of_the_page_and_of_an_earlier_programs_page_read_from_its_body(
    store: Store, opening: str | None
) -> None:
    run, url = begin(store, "a", topics=("metadata",)), f"{ROOT}a/"
    body = "<title>園區簡介</title><nav>選單</nav><p>招商的園區" if opening is None else ""
    facts = Page(Document(url, title="園區簡介"), opening=opening)
    names = {
        "page": store.blobs.put(msgspec.msgpack.encode(facts)),
        "body": store.blobs.put(body.encode()) if body else "",
    }
    store.queue.record(run.number, fetched=[msgspec.structs.replace(stored_page(store, url), **names)])
    model = _Texts()
    (suggested,) = suggestions(store, run, model)
    assert suggested.title == "園區簡介"
    assert model.texts == ["園區簡介\n招商的園區"]
