"""Every word a report says, in Traditional Chinese and in English, and how numbers, dates and durations are written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

import msgspec
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from auditor.findings.periods import Period
from auditor.model import Site, Text, Value

LANGUAGES = ("zh-TW", "en")
_LOCALE = {"zh-TW": "zh_Hant_TW", "en": "en"}
_TAIPEI = timezone(timedelta(hours=8))
_REPUBLIC = 1911
_COUNTABLE = 10**15
"""Numbers from here on are no counts; they are written as they are."""

_SLOT = re.compile(r"\{(\w+)[^{}]*\}")
_BRACKETS = ("「{}」", "『{}』", "（{}）", "({})", "“{}”", '"{}"')


class Words(msgspec.Struct, frozen=True):
    """The words of one language. ``language`` is ``zh-TW`` or ``en``; ``entries`` are sentences by dotted key."""

    language: str
    entries: dict[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The sentence of this key with its slots filled; whole numbers get their separators.

        Raises ``KeyError`` with the key, or with the slot for which no value was given.
        """
        entry = self.entries[key]
        if "{" not in entry:
            return entry
        return entry.format_map({name: self._shown(value) for name, value in values.items()})

    def has(self, key: str) -> bool:
        """Whether there is a sentence of this key."""
        return key in self.entries

    def of(self, member: StrEnum) -> str:
        """The word for a member of a closed enum."""
        return self.entries[f"{type(member).__name__.lower()}.{member.value}"]

    def name(self, site: Site) -> str:
        """A site's name in this language."""
        return site.english_name if self.language == "en" else site.name

    def text(self, text: Text) -> str:
        """The text of this language."""
        return text.en if self.language == "en" else text.zh

    def pick(self, row: Mapping[str, str], name: str = "") -> str:
        """The words of this language out of a table's row: ``zh``/``en``, or ``name``/``name_en``; Chinese if alone."""
        chinese, english = (name, f"{name}_en") if name else ("zh", "en")
        return (self.language == "en" and row.get(english)) or row.get(chinese, "")

    def sentence(self, text: Text, data: Mapping[str, Value]) -> str:
        """A check's sentence filled from a verdict's data; what is missing is left out with the brackets around it."""
        template = self.text(text)
        if "{" not in template:
            return template.strip()
        for name in set(_SLOT.findall(template)) - {name for name, value in data.items() if value != ()}:
            slot = rf"\{{{name}[^{{}}]*\}}"
            for pair in _BRACKETS:
                left, right = pair.split("{}")
                template = re.sub(rf" ?{re.escape(left)}{slot}{re.escape(right)}", "", template)
            template = re.sub(slot, "", template)
        return _SLOT.sub(lambda match: self.told(match[1], data[match[1]]), template).strip()

    def told(self, name: str, value: Value) -> str:
        """A value of a verdict's data as text: in the words for this name's values where the language has them."""
        members = value if isinstance(value, tuple) else (value,)
        keys = [f"value.{name}.{member}" for member in members]
        if all(key in self.entries for key in keys):
            return self("say.comma").join(map(self, keys))
        return self.value(value)

    def value(self, value: Value) -> str:
        """One value of a verdict's data as text."""
        if isinstance(value, bool):
            return self("say.yes" if value else "say.no")
        if isinstance(value, tuple):
            return self("say.comma").join(value)
        return self._shown(value)

    def number(self, number: float) -> str:
        """A number with its thousands separated."""
        return _decimal(number, _LOCALE[self.language])

    def share(self, good: int, total: int) -> str:
        """A percentage with the counts behind it; never rounded up to all or down to nothing."""
        if total == 0:
            return self("say.none_counted")
        return self("say.share", percent=self.percent(good, total), good=good, total=total)

    def percent(self, good: int, total: int) -> str:
        """The percentage of ``good`` in ``total`` (above 0) with one decimal."""
        part = good / total
        if 0 < part < 0.001:
            return self("say.below", percent=self._percent(0.001))
        return self._percent(0.999 if 0.999 < part < 1 else part)

    def day(self, iso: str) -> str:
        """A date: of the Republic in Chinese (115 年 11 月 23 日), of the common era in English."""
        day = date.fromisoformat(iso[:10])
        if self.language == "en":
            return str(format_date(day, "d MMMM y", locale="en"))
        return f"{day.year - _REPUBLIC} 年 {day.month} 月 {day.day} 日"

    def moment(self, iso: str) -> str:
        """A moment (ISO) in Taiwan's time."""
        moment = datetime.fromisoformat(iso)
        local = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(_TAIPEI)
        return self("say.moment", day=self.day(local.isoformat()), time=local.strftime("%H:%M"))

    def period(self, period: str) -> str:
        """The month a report stands for; a name that is no month stays as it is."""
        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", period):
            return period
        first = date.fromisoformat(f"{period}-01")
        if self.language == "en":
            return str(format_date(first, "MMMM y", locale="en"))
        return f"{first.year - _REPUBLIC} 年 {first.month} 月"

    def span(self, span: Period) -> str:
        """A span in words: a month, a half year (115 年上半年（1 月至 6 月）), a year, or from day to day."""
        year, months = int(span.first[:4]), span.months
        named = self.year(year)
        if re.fullmatch(r"\d{4}-\d{2}", span.name):
            return self.period(span.name)
        if re.fullmatch(r"\d{4}(H[12])?", span.name):
            return self(f"span.{span.name[4:].lower() or 'year'}", year=named)
        return self("span.days", first=self.day(span.first), last=self.day(span.last), months=len(months))

    def year(self, year: int) -> str:
        """A year: of the Republic in Chinese, of the common era in English."""
        return str(year) if self.language == "en" else str(year - _REPUBLIC)

    def duration(self, seconds: float) -> str:
        """A duration in words: its two greatest units."""
        left, parts = int(seconds), []
        for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60), ("seconds", 1)):
            count, left = divmod(left, size)
            if count:
                parts.append(self(f"duration.{unit}", n=count))
        return " ".join(parts[:2]) or self("duration.seconds", n=0)

    def _percent(self, part: float) -> str:
        return str(format_percent(part, "0.0%" if part < 1 else "0%", locale=_LOCALE[self.language]))

    def _shown(self, value: object) -> str:
        return self.number(value) if isinstance(value, int | float) else str(value)


@lru_cache(maxsize=100_000)
def _decimal(number: float, locale: str) -> str:
    return str(format_decimal(number, locale=locale)) if abs(number) < _COUNTABLE else str(number)


@cache
def words_in(language: str) -> Words:
    """The words of a language. Raises ``LookupError`` for one that is not there."""
    if language not in LANGUAGES:
        raise LookupError(f"no report language {language!r}; there are: {', '.join(LANGUAGES)}")
    source = (files(__package__) / "language" / f"{language}.toml").read_text(encoding="utf-8")
    return Words(language, dict(_flat("", tomllib.loads(source))))


def _flat(prefix: str, entries: Mapping[str, object]) -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for key, entry in entries.items():
        flat += _flat(f"{prefix}{key}.", entry) if isinstance(entry, dict) else [(f"{prefix}{key}", str(entry))]
    return flat
