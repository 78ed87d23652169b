"""Figures of repairs as reports publish them, those that earlier programs published, and corrections of them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import msgspec

from auditor.findings.deadlines import Repairs, repair_times
from auditor.findings.headline_figures import INVALID_LINK_CHECKS, Key, fault_figures, key_of
from auditor.model import (
    Correction,
    CorrectionReason,
    Deadlines,
    Finding,
    Life,
    Outcome,
    PublishedFigures,
    Run,
)

FIGURES = (
    "mended", "dead_links_mended", "dead_links_open", "dead_links_unexamined", "median_days", "longest_days",
)  # fmt: skip
"""The fields of ``PublishedFigures`` that are figures."""


class JudgedFindings(msgspec.Struct, frozen=True):
    """The findings of one judgement with what its figures are counted by."""

    judgement: int
    findings: Sequence[Finding]
    """With the days that runs and re-checks prove."""
    as_stored: Sequence[Finding]
    """With the days as stored."""
    mended: Collection[Key]
    """The findings that stood in the judgement before and that this one found mended."""
    counted: Collection[str]
    """The ids of the bureau and its units."""
    audited: Collection[str]
    """The ids of the sites that the run audited."""
    is_first: bool
    """Whether there is no judgement before."""
    terms: Deadlines


def present_figures(judged: JudgedFindings) -> PublishedFigures:
    """The figures by the definitions of this program."""
    repaired = [finding for finding in judged.findings if key_of(finding) in judged.mended]
    links = fault_figures(_dead_links(judged.findings, judged.counted), judged.mended)
    return PublishedFigures(
        judged.judgement,
        fault_figures(judged.findings, judged.mended).mended,
        links.mended,
        links.open,
        links.unexamined,
        *_days(repair_times(repaired, judged.terms)),
    )


def figures_of_earlier_program(judged: JudgedFindings) -> PublishedFigures:
    """The figures that a program published which counted every repair that it knew of, and the unexamined as open."""
    faults = [finding for finding in judged.as_stored if finding.outcome is Outcome.FAILED]
    links = _dead_links(faults, [site for site in judged.counted if site in judged.audited])
    median, longest = _days(repair_times(judged.as_stored, judged.terms))
    known = PublishedFigures(judged.judgement, median_days=median, longest_days=longest, by_earlier_program=True)
    if judged.is_first:
        return known
    return msgspec.structs.replace(
        known,
        mended=sum(fault.life is Life.FIXED for fault in faults),
        dead_links_mended=sum(fault.life is Life.FIXED for fault in links),
        dead_links_open=sum(fault.life.is_open for fault in links),
    )


def corrections_of(run: Run, published: PublishedFigures, judged: JudgedFindings) -> Iterator[Correction]:
    """What a report of a run published and is not right by what is known now."""
    now = present_figures(judged)
    redated = any(
        stored.fixed_on != proved.fixed_on for stored, proved in zip(judged.as_stored, judged.findings, strict=True)
    )
    for figure in FIGURES:
        before, right = getattr(published, figure), getattr(now, figure)
        if before is not None and before != (right or 0):
            reason = _reason(figure, earlier=published.by_earlier_program, redated=redated)
            yield Correction(run.period, run.number, figure, before, right or 0, reason)


def _reason(figure: str, *, earlier: bool, redated: bool) -> CorrectionReason:
    if figure.endswith("_days") and redated:
        return CorrectionReason.UNPROVED
    if not earlier:
        return CorrectionReason.LATER
    return CorrectionReason.UNEXAMINED if figure == "dead_links_open" else CorrectionReason.CUMULATIVE


def _days(times: Repairs) -> tuple[float | None, int | None]:
    return (times.median, times.longest) if times.mended else (None, None)


def _dead_links(findings: Sequence[Finding], sites: Collection[str]) -> list[Finding]:
    return [finding for finding in findings if finding.check in INVALID_LINK_CHECKS and finding.site in sites]
