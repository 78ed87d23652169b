"""Types of the JSON export of findings; their fields are those of the schema ``docs/schema/findings-1.json``."""

from __future__ import annotations

import msgspec

from auditor.model import Outcome, Untested, Value

FINDINGS_SCHEMA = "findings-1"
"""The name of the schema. Optional fields may be added under it; a field that changes or goes makes findings-2."""


class PlaceExport(msgspec.Struct, frozen=True):
    """The place of a verdict."""

    url: str
    """The page's address."""

    selector: str
    """The CSS selector of the element; may be empty."""

    line: int
    """The line in the page's source, from 1; 0: unknown."""

    column: int
    """The column in that line, from 1; 0: unknown."""

    snippet: str
    """The beginning of the element's source; may be empty."""


class VerdictExport(msgspec.Struct, frozen=True):
    """One verdict at one place, complete in itself."""

    check: str
    """The check's id."""

    outcome: Outcome
    """``failed``, or ``cant_tell`` where a person has to decide."""

    severity: str
    """The finding's severity, from ``blocker`` to ``notice``."""

    wcag: tuple[str, ...]
    """Success criteria of the check and of those in ``also``, by number."""

    taiwan: dict[str, tuple[str, ...]]
    """Detection codes by version of the specification."""

    place: PlaceExport
    """Where the verdict was given."""

    cause: str
    """What has to be mended; the same for all verdicts of a finding."""

    data: dict[str, Value]
    """The facts that the check stated."""

    title: str
    """What is at fault, in the export's language."""

    remedy: str
    """How to mend it, in the export's language."""

    reason: str = ""
    """Why the verdict is ``cant_tell``; else empty."""

    also: tuple[str, ...] = ()
    """Other checks with the same verdict at this place."""


class FindingExport(msgspec.Struct, frozen=True):
    """One finding: all verdicts of one check on one site with one cause."""

    fingerprint: str
    """Its identity over the runs: 16 hexadecimal digits."""

    site: str
    """The site's id."""

    check: str
    """The check's id."""

    cause: str
    """What has to be mended."""

    outcome: Outcome
    """``failed`` or ``cant_tell``."""

    severity: str
    """From ``blocker`` to ``notice``."""

    life: str
    """Its state against the run before, such as ``new``, ``lasting`` or ``fixed``."""

    first_seen: str
    """Day of the first run that found it (ISO), or empty."""

    last_seen: str
    """Day of the last run that found it (ISO), or empty."""

    last_good: str
    """Day of the last run that found it mended (ISO), or empty."""

    fixed_on: str
    """Day of the run that found it fixed (ISO), or empty."""

    owner: str
    """The unit that answers for it, or empty."""

    shared: str
    """The identity of the same fault over sites, or empty."""

    places: int
    """Number of places; ``verdicts`` may hold fewer."""

    pages: int
    """Number of pages with such a place."""

    verdicts: tuple[VerdictExport, ...]
    """The verdicts of the places that were kept."""

    since: str = ""
    """Day from which it is open without a break (ISO), or empty."""

    deadline: str = ""
    """Day until which it has to be mended (ISO), or empty."""

    overdue: bool = False
    """Whether it is open after its deadline on the day of the run."""

    days_open: int = 0
    """Days it is open on the day of the run."""

    days_to_repair: int | None = None
    """Days from ``since`` until it was mended; None while it is not."""

    waiver: str = ""
    """The id of the waiver over it, or empty."""

    waived_places: int = 0
    """Number of places that waivers cover."""


class UntestedExport(msgspec.Struct, frozen=True):
    """A check that could not examine some subjects of a site."""

    check: str
    """The check's id."""

    outcome: Outcome
    """Always ``untested``."""

    site: str
    """The site's id."""

    reason: Untested
    """Why they could not be examined."""

    subjects: int
    """How many pages, link targets or sites, by the check's scope."""


class SiteExport(msgspec.Struct, frozen=True):
    """One site with what was read of it."""

    id: str
    """Its id."""

    name: str
    """Its name in the export's language."""

    state: str
    """``audited``, or why it was not."""

    reason: str
    """Details of ``state``; empty where it was audited."""

    pages: int
    """Pages read."""

    targets: int
    """Distinct link targets."""

    visits: int = 0
    """Pages visited in a browser."""


class FindingsExport(msgspec.Struct, frozen=True):
    """The whole export."""

    schema: str
    """The name of the schema."""

    tool: str
    """Name and version of the tool."""

    language: str
    """Language of titles and remedies: ``zh-TW`` or ``en``."""

    period: str
    """Name of the period, such as ``2026-11``; empty outside a run."""

    day: str
    """The run's date (ISO)."""

    run: int
    """Number of the run; 0 outside a run."""

    judgement: int
    """Number of the judgement of that run; 0 outside a run."""

    ruleset: str
    """Version of the rule set that judged."""

    simulated: bool
    """Whether the date was set by ``--today`` and is not real."""

    sites: tuple[SiteExport, ...]
    """The sites as configured."""

    untested: tuple[UntestedExport, ...]
    """What checks could not examine."""

    findings: tuple[FindingExport, ...]
    """The findings by site, the worst first."""
