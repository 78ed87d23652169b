"""Taiwan's 網站無障礙規範 as values: its versions, the codes that software tests, their official pages."""

from __future__ import annotations

from typing import Any

from auditor.standards import table
from auditor.standards.criteria import levels_up_to

_TABLE: dict[str, Any] = table("taiwan_codes")
_ADDRESS = "https://accessibility.moda.gov.tw/Download/Detail/{page}?Category={category}"
_MACHINE, _PEOPLE = 63, 64
_PAGE = 2

VERSIONS: tuple[str, ...] = tuple(_TABLE["versions"])
"""The versions of the specification, oldest first."""

CHANGEOVER: str = _TABLE["versions"][VERSIONS[-1]]["applications_from"]
"""The day (ISO) from which badges are given by the newest version only."""


def machine_codes(version: str) -> tuple[str, ...]:
    """Return the codes of a version that software tests. Raises ``KeyError`` for a version that does not exist."""
    return tuple(_TABLE["machine"][version])


def people_codes(version: str, level: str = "AAA") -> tuple[str, ...]:
    """Return the codes of a version that people judge, up to a level. Raises ``KeyError`` for an unknown version."""
    reached = levels_up_to(level)
    return tuple(code for code, row in _TABLE["people"][version].items() if row[0] in reached)


def wcag_version(version: str) -> str:
    """Return the version of WCAG that a version follows. Raises ``KeyError`` for a version that does not exist."""
    return str(_TABLE["versions"][version]["wcag"])


def people_by_criterion(version: str, level: str = "AAA") -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the codes that people judge up to a level, with their Chinese titles, by success criterion.

    Raises ``KeyError`` for an unknown version.
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    for code in people_codes(version, level):
        _, criterion, _, title = _TABLE["people"][version][code]
        groups.setdefault(criterion, []).append((code, title))
    return {criterion: tuple(codes) for criterion, codes in groups.items()}


def code_title(version: str, code: str) -> str:
    """Return a code's Chinese title; empty where the official one was not seen. Raises ``KeyError``."""
    row = _TABLE["machine"][version].get(code)
    return str(row["zh"] if row is not None else _TABLE["people"][version][code][-1])


def description(code: str) -> dict[str, str]:
    """Return what a code asks in our own words (``zh``, ``en``), where its official title was not seen; else empty."""
    return dict(_TABLE["descriptions"].get(code, {}))


def listed_codes(version: str, level: str = "AAA") -> frozenset[str]:
    """Return the codes that the text of a version lists, up to a level. Raises ``KeyError`` for an unknown version."""
    reached, unlisted = levels_up_to(level), _TABLE["unlisted"].get(version, ())
    codes = {code for code, row in _TABLE["machine"][version].items() if row["level"] in reached}
    return frozenset(codes | {*people_codes(version, level)}) - {*unlisted}


def codes_added(level: str = "AAA") -> tuple[str, ...]:
    """Return the codes that the newest version lists and the one before does not, up to a level, sorted."""
    return tuple(sorted(listed_codes(VERSIONS[-1], level) - listed_codes(VERSIONS[-2], level)))


def codes_dropped(level: str = "AAA") -> tuple[str, ...]:
    """Return the codes that the version before listed and the newest does not, up to a level, sorted."""
    return tuple(sorted(listed_codes(VERSIONS[-2], level) - listed_codes(VERSIONS[-1], level)))


def renumbered(code: str) -> str:
    """Return the newest version's code for the test of one of the version before; the same where it stayed."""
    return str(_TABLE["renumbered"].get(code, code))


def level_of(version: str, code: str) -> str:
    """Return the code's own level (A, AA, AAA), which is not always that of its WCAG criterion. Raises ``KeyError``."""
    row = _TABLE["machine"][version].get(code)
    return str(row["level"] if row is not None else _TABLE["people"][version][code][0])


def official_page(version: str, code: str) -> str:
    """Return the address of the authority's page on a code; empty where its number is not known. Raises ``KeyError``.

    One code can stand on several pages: those of 1.3.1 are printed there under other numbers than the official tool
    uses, so a page is found by version and code.
    """
    row = _TABLE["machine"][version].get(code)
    page, category = (row["page"], _MACHINE) if row is not None else (_TABLE["people"][version][code][_PAGE], _PEOPLE)
    return _ADDRESS.format(page=page, category=category) if page else ""


def unchecked(version: str) -> dict[str, dict[str, str]]:
    """Return the machine codes of a version that no check judges, each with the reason in ``zh`` and ``en``."""
    return dict(_TABLE["unchecked"].get(version, {}))


def successor(code: str, version: str = "2.0") -> str:
    """Return the code of 110.07 that stands in the place of an older one; empty where there is none."""
    return str(_TABLE["successors"].get(version, {}).get(code, ""))


def applied_by(day: str) -> str:
    """Return the version by which a site that applies for the badge on this day (ISO) is tested."""
    return VERSIONS[-1] if day >= CHANGEOVER else VERSIONS[-2]
