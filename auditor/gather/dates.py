"""Dates that pages show, in the forms of Taiwan's administration: ROC and CE years, dots, slashes and words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from auditor.model.document import DateShown
from auditor.model.verdict import Place

_WORD = (
    r"(?:(?:最後|資料|網頁|內容|本頁)?(?:更新|修改|異動|發布|發佈|上版|張貼|刊登|公告)(?:日期|時間|日)"
    r"|Last (?:updated|modified)|Updated?)"
)
_DATE = r"(?:民國|中華民國)?\s*(\d{2,4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})"
_SHOWN = re.compile(rf"({_WORD})\s*[：:]?\s*({_DATE})", re.IGNORECASE)
_ANY = re.compile(_DATE)
_REPUBLIC = 1911


def dates_in(text: str, place: Place) -> Iterator[DateShown]:
    """Every update date in a page's visible text."""
    for found in _SHOWN.finditer(text):
        iso = _iso(*found.groups()[2:5])
        if iso:
            yield DateShown(place, found[1], found[2].strip(), iso)


def first_date(text: str) -> str:
    """The first date of a short text as ISO; empty when there is none."""
    return next((iso for found in _ANY.finditer(text) if (iso := _iso(*found.groups()))), "")


def _iso(year: str, month: str, day: str) -> str:
    number = int(year) + (_REPUBLIC if int(year) < _REPUBLIC and len(year) < 4 else 0)
    try:
        return date(number, int(month), int(day)).isoformat()
    except ValueError:
        return ""
