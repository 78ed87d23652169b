"""Figures of repairs as a report published them, and corrections of them in later reports."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class PublishedFigures(msgspec.Struct, frozen=True):
    """The figures of one report that rest on earlier runs and re-checks; None where it did not state one."""

    judgement: int
    """The number of the judgement that it reported."""
    mended: int | None = None
    """Faults mended since the run before."""
    dead_links_mended: int | None = None
    """The same for invalid links of the bureau and its units."""
    dead_links_open: int | None = None
    """Their invalid links that were found."""
    dead_links_unexamined: int | None = None
    """Their invalid links that could not be examined again."""
    median_days: float | None = None
    """The median of the days to repair; None where nothing was mended."""
    longest_days: int | None = None
    """The longest of them."""
    by_earlier_program: bool = False
    """Whether a program published them that counted all repairs ever, and recorded nothing of what it published."""


class CorrectionReason(StrEnum):
    """Why a published figure was wrong."""

    CUMULATIVE = "cumulative"
    """It counted repairs of earlier months once more."""
    UNEXAMINED = "unexamined"
    """It counted faults that could not be examined again as unmended."""
    UNPROVED = "unproved"
    """It rested on a re-check that had not looked."""
    LATER = "later"
    """What it rests on was put right afterwards."""


class Correction(msgspec.Struct, frozen=True):
    """One figure of an earlier report that is not right."""

    period: str
    """The period of that report, such as ``2026-11``."""
    run: int
    """The number of its run."""
    figure: str
    """The field of ``PublishedFigures``."""
    published: float
    """The figure as published."""
    right: float
    """The figure by what is known now."""
    reason: CorrectionReason
    """Why it differs."""
