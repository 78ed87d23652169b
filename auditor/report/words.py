"""Texts of a report by key and language (zh-TW, en), and the formats of its numbers, dates and durations."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import msgspec

from auditor.findings.periods import Period
from auditor.model import TAIPEI, Site, Text, Value

LANGUAGES = ("zh-TW", "en")
_REPUBLIC = 1911
"""Years between the common era and the calendar of the Republic."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""``strftime("%B")`` would follow the locale of the process."""

_GROUPED_BELOW = 10**15
"""Numbers from here on are identifiers rather than counts; they are written without separators."""

_DECIMALS = 3
"""Decimals of a number at most."""

_SLOT = re.compile(r"\{(\w+)(?!\w)[^{}]*\}")
_BRACKETS = ("「{}」", "『{}』", "（{}）", "({})", "“{}”", '"{}"')


class Words(msgspec.Struct, frozen=True):
    """The texts of one language."""

    language: str
    """``zh-TW`` or ``en``."""

    entries: dict[str, str]
    """Sentences by dotted key, such as ``page.skip``."""

    def __call__(self, key: str, **values: object) -> str:
        """Return the sentence of this key with its slots filled; numbers get their separators.

        A slot such as ``{n:page|pages}`` becomes the first word for 1 and the second for every other number.
        Raises ``KeyError`` with the key, or with the slot for which no value was given.
        """
        entry = self.entries[key]
        if "{" not in entry:
            return entry
        filled = {name: self._shown(value) for name, value in values.items()}
        if "|" in entry:
            filled = {name: _Counted(value) for name, value in filled.items()}
        return entry.format_map(filled)

    def has(self, key: str) -> bool:
        """Return whether the language has a sentence of this key."""
        return key in self.entries

    def of(self, member: StrEnum) -> str:
        """Return the word for a member of a closed enum; its key is the enum's name in lower case and the value."""
        return self.entries[f"{type(member).__name__.lower()}.{member.value}"]

    def named(self, group: str, name: str) -> str:
        """Return the sentence ``GROUP.NAME``; the name itself where there is none."""
        return self.entries.get(f"{group}.{name}", name)

    def name(self, site: Site) -> str:
        """Return a site's name in this language; a former one is marked where no source gives the present one."""
        name = site.english_name if self.language == "en" else site.name
        return name if site.has_present_name else self("agency.former_name", name=name)

    def text(self, text: Text) -> str:
        """Return the text in this language."""
        return text.en if self.language == "en" else text.zh

    def pick(self, row: Mapping[str, str], name: str = "") -> str:
        """Return a table row's text: ``zh``/``en`` or ``name``/``name_en``; Chinese where there is no English."""
        chinese, english = (name, f"{name}_en") if name else ("zh", "en")
        return (self.language == "en" and row.get(english)) or row.get(chinese, "")

    def joined(self, texts: Iterable[str], by: str = "comma") -> str:
        """Join texts by a mark of punctuation of this language: ``comma``, ``part``, ``clause`` or ``semicolon``."""
        return self.entries[f"punctuation.{by}"].join(texts)

    def sentence(self, text: Text | None, data: Mapping[str, Value]) -> str:
        """Fill a check's sentence from a verdict's data; nothing without a sentence.

        A slot without a value is left out with the brackets around it.
        """
        template = self.text(text) if text else ""
        if "{" not in template:
            return template.strip()
        for name in set(_SLOT.findall(template)) - {name for name, value in data.items() if value != ()}:
            slot = rf"\{{{name}[^{{}}]*\}}"
            for pair in _BRACKETS:
                left, right = pair.split("{}")
                template = re.sub(rf" ?{re.escape(left)}{slot}{re.escape(right)}", "", template)
            template = re.sub(slot, "", template)
        return _SLOT.sub(lambda match: self.data_value(match[1], data[match[1]]), template).strip()

    def data_value(self, name: str, value: Value) -> str:
        """Return a value of a verdict's data by its name: the sentence ``value.NAME.VALUE`` where there is one."""
        members = value if isinstance(value, tuple) else (value,)
        keys = [f"value.{name}.{member}" for member in members]
        if all(key in self.entries for key in keys):
            return self.joined(map(self, keys))
        return self.value(value)

    def value(self, value: Value) -> str:
        """Return a value of a verdict's data as text."""
        if isinstance(value, bool):
            return self("phrase.yes" if value else "phrase.no")
        if isinstance(value, tuple):
            return self.joined(value)
        return self._shown(value)

    def number(self, number: float) -> str:
        """Return a number with its thousands separated; the same in both languages."""
        return _grouped(number)

    def share(self, good: int, total: int) -> str:
        """Return a percentage with the counts behind it; never rounded up to all or down to nothing."""
        if total == 0:
            return self("phrase.not_tested")
        return self("phrase.share", percent=self.percent(good, total), good=good, total=total)

    def percent(self, good: int, total: int) -> str:
        """Return the percentage of ``good`` in ``total`` (above 0) with one decimal."""
        part = good / total
        if 0 < part < 0.001:
            return self("phrase.below", percent=_percent(0.001))
        return _percent(0.999 if 0.999 < part < 1 else part)

    def day(self, iso: str) -> str:
        """Return a date (ISO): 115 年 11 月 23 日 of the Republic in Chinese, 23 November 2026 in English."""
        day = date.fromisoformat(iso[:10])
        if self.language == "en":
            return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
        return f"{day.year - _REPUBLIC} 年 {day.month} 月 {day.day} 日"

    def moment(self, iso: str, zone: str = TAIPEI) -> str:
        """Return a moment (ISO; without a zone of its own it is in UTC) in the time of an IANA zone."""
        moment = datetime.fromisoformat(iso)
        local = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(ZoneInfo(zone))
        key = "phrase.moment" if zone == TAIPEI else "phrase.moment_in"
        return self(key, day=self.day(local.isoformat()), time=local.strftime("%H:%M"), zone=zone)

    def period(self, period: str) -> str:
        """Return the month of a report (``2026-11``) in words; a name that is no month stays as it is."""
        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", period):
            return period
        first = date.fromisoformat(f"{period}-01")
        if self.language == "en":
            return f"{_MONTHS[first.month - 1]} {first.year}"
        return f"{first.year - _REPUBLIC} 年 {first.month} 月"

    def span(self, period: Period) -> str:
        """Return a period in words: a month, a half year such as 115 年上半年（1 月至 6 月）, a year, or two days."""
        if re.fullmatch(r"\d{4}-\d{2}", period.name):
            return self.period(period.name)
        if re.fullmatch(r"\d{4}(H[12])?", period.name):
            return self(f"period.{period.name[4:].lower() or 'year'}", year=self.year(int(period.first[:4])))
        return self("period.days", first=self.day(period.first), last=self.day(period.last))

    def year(self, year: int) -> str:
        """Return a year: of the Republic in Chinese, of the common era in English."""
        return str(year) if self.language == "en" else str(year - _REPUBLIC)

    def duration(self, seconds: float) -> str:
        """Return a duration in words: its two greatest units."""
        left, parts = int(seconds), []
        for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60), ("seconds", 1)):
            count, left = divmod(left, size)
            if count:
                parts.append(self(f"duration.{unit}", n=count))
        return " ".join(parts[:2]) or self("duration.seconds", n=0)

    def _shown(self, value: object) -> str:
        return self.number(value) if isinstance(value, int | float) else str(value)


class _Counted(str):
    """A value as shown, that also chooses between the singular and the plural of a word (``{n:page|pages}``)."""

    __slots__ = ()

    def __format__(self, choice: str) -> str:
        one, _, many = choice.partition("|")
        return (one if self == "1" else many) if choice else str(self)


@lru_cache(maxsize=100_000)
def _grouped(number: float) -> str:
    """``1,234.5``: at most three decimals, half to even on the decimal digits as written, no trailing zeros."""
    if not abs(number) < _GROUPED_BELOW:
        return str(number)
    text = f"{round(Decimal(str(number)), _DECIMALS):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _percent(part: float) -> str:
    """``97.8%``: one decimal, half to even on the decimal digits as written; all of them are ``100%``."""
    return f"{round(Decimal(str(part)) * 100, 1 if part < 1 else 0):f}%"


@cache
def words_in(language: str) -> Words:
    """Return the texts of a language. Raises ``LookupError`` for one that is not there."""
    if language not in LANGUAGES:
        raise LookupError(f"no report language {language!r}; there are: {', '.join(LANGUAGES)}")
    return Words(language, language_entries(__package__, language))


def language_entries(package: str, language: str) -> dict[str, str]:
    """Return the sentences of a package's language file by dotted key."""
    source = (files(package) / "language" / f"{language}.toml").read_text(encoding="utf-8")
    return dict(_flat("", tomllib.loads(source)))


def _flat(prefix: str, entries: Mapping[str, object]) -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for key, entry in entries.items():
        flat += _flat(f"{prefix}{key}.", entry) if isinstance(entry, dict) else [(f"{prefix}{key}", str(entry))]
    return flat
