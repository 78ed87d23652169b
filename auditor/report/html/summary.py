"""The verdict in a sentence, and the few things to do first; what was not seen is said in the first words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from auditor.findings.headline_figures import INVALID_LINK_CHECKS
from auditor.model import Finding, Life, SiteEvidence, SiteState, Topic
from auditor.report.html.cards import anchor, card_title, subject, what_happened
from auditor.report.html.figures import (
    Share,
    audited,
    count_by_life,
    counting,
    faults,
    questions,
    things,
    unverified,
    valid_links_share,
    weight,
)
from auditor.report.html.views import Figure, Report, Todo
from auditor.report.words import Words

_NOT_AUDITED = (SiteState.NOT_CONFIGURED, SiteState.NOT_REACHED, SiteState.NOT_SELECTED, SiteState.PLANNED)
_AT_MOST = 3


def portfolio_verdict(report: Report) -> tuple[str, ...]:
    """What the whole report says: coverage first, then what was found in that coverage."""
    words, sites = report.words, counting(report.evidence.sites)
    seen = audited(sites)
    if not seen:
        return (_coverage(words, sites), words("verdict.nothing_audited"))
    broken = sum((valid_links_share(site) for site in seen), Share())
    found = [finding for site in seen for finding in site.findings]
    return (
        _coverage(words, sites),
        _found(words, broken, pages=sum(site.run.pages for site in seen), findings=found),
        words("verdict.limits"),
    )


def site_verdict(report: Report, site: SiteEvidence) -> tuple[str, ...]:
    """What is to be said of one site; of a site that was not audited, why."""
    words = report.words
    if site.run.state is not SiteState.AUDITED:
        return (words("verdict.site_not_audited", reason=site_reason(words, site)),)
    said = [_found(words, valid_links_share(site), pages=site.run.pages, findings=site.findings)]
    if site.run.pages_not_asked or site.run.pages_failed:
        left = {"not_asked": site.run.pages_not_asked, "failed": site.run.pages_failed}
        said.append(words("verdict.site_partly", **left))
    return (*said, words("verdict.limits"))


def site_reason(words: Words, site: SiteEvidence) -> str:
    """Why a site was not audited, in words."""
    state, reason = words.of(site.run.state), site.run.reason
    if not reason or reason == site.run.state.value:
        return state
    return words("verdict.because", state=state, reason=what_happened(words, reason) or reason)


def portfolio_todo(report: Report, where: Mapping[str, str]) -> tuple[Todo, ...]:
    """At most three: missing addresses, then shared faults and single ones by effect times reach.

    ``where`` names the page on which each finding's card (by its anchor) stands.
    """
    words, sites = report.words, report.evidence.sites
    missing = [site for site in counting(sites) if site.run.state is SiteState.NOT_CONFIGURED]
    first = [Todo(words("todo.configure", n=len(missing)), words("todo.configure_gain"), "#sites")] if missing else []
    return tuple(first + [todo for _, todo in _ranked(report, where)])[:_AT_MOST]


def site_todo(report: Report, site: SiteEvidence, where: Mapping[str, str]) -> tuple[Todo, ...]:
    """At most three faults of a site, by effect times reach."""
    chosen = sorted(faults(site.findings), key=lambda found: -weight(found.severity, found.pages))
    first = [found for found in chosen if _worth(found)][:_AT_MOST]
    return tuple(_todo(report, found, f"{where[anchor(found)]}#{anchor(found)}") for found in first)


def headline_figures(report: Report, sites: Sequence[SiteEvidence]) -> tuple[Figure, ...]:
    """The figures below a verdict, each with its denominator."""
    words, seen = report.words, audited(sites)
    valid = sum((valid_links_share(site) for site in seen), Share())
    parts = [_share(words, "links", valid)]
    for topic in (Topic.METADATA, Topic.ACCESSIBILITY, Topic.CONVENIENCE):
        share = sum((things(site, topic, report.checks) for site in seen), Share())
        parts.append(_share(words, topic.value, share))
    found = [finding for site in seen for finding in site.findings]
    read = Figure(words("figure.pages"), words.number(sum(site.run.pages for site in seen)))
    open_faults = Figure(words("figure.faults"), words.number(len(faults(found))))
    asked = Figure(words("figure.questions"), words.number(len(questions(found))))
    return (read, *parts, open_faults, asked)


def quotation(report: Report) -> str:
    """A sentence that can be pasted into the form, filled from data only."""
    words, seen = report.words, audited(counting(report.evidence.sites))
    if not seen:
        return words("quotation.nothing")
    valid = sum((valid_links_share(site) for site in seen), Share())
    pages = sum(site.run.pages for site in seen)
    said = [
        words(
            "quotation.checked", day=words.day(report.evidence.run.day), sites=len(seen), pages=pages, links=valid.total
        )
    ]
    said.append(words("quotation.broken", broken=valid.bad))
    if report.evidence.previous:
        found = [finding for site in seen for finding in site.findings if finding.check in INVALID_LINK_CHECKS]
        count = count_by_life(found)
        still = sum(count[life] for life in Life if life.is_open)
        said.append(words("quotation.mended", fixed=count[Life.FIXED], left=still))
    said.append(words("quotation.unsure", n=sum(unverified(site) for site in seen)))
    return words("say.clause").join(said) + words("say.full_stop")


def lives_of(report: Report) -> tuple[Figure, ...]:
    """How faults stand against the run before; nothing where there was none."""
    if report.evidence.previous is None:
        return ()
    count = count_by_life(found for site in report.evidence.sites for found in site.findings)
    return tuple(Figure(report.words.of(life), report.words.number(count[life])) for life in Life)


def _share(words: Words, key: str, share: Share) -> Figure:
    if not share.total:
        return Figure(words(f"figure.{key}"), words("say.none_counted"))
    counts = words("say.counts", good=share.good, total=share.total)
    return Figure(words(f"figure.{key}"), words.percent(share.good, share.total), counts)


def _coverage(words: Words, sites: Sequence[SiteEvidence]) -> str:
    states = Counter(site.run.state for site in sites)
    head = words("verdict.coverage", sites=len(sites), audited=states[SiteState.AUDITED])
    rest = [words(f"verdict.{state.value}", n=states[state]) for state in _NOT_AUDITED if states[state]]
    return words("say.semicolon").join([head, *rest]) + words("say.full_stop")


def _found(words: Words, valid: Share, *, pages: int, findings: Sequence[Finding]) -> str:
    wrong, unsure = faults(findings), questions(findings)
    parts = [words("verdict.read", pages=pages)]
    if valid.total:
        parts.append(
            words("verdict.links", total=valid.total, broken=valid.bad, share=words.share(valid.bad, valid.total))
        )
    if wrong:
        parts.append(words("verdict.faults", n=len(wrong), places=sum(found.places for found in wrong)))
    else:
        parts.append(words("verdict.no_faults"))
    if unsure:
        parts.append(words("verdict.questions", n=len(unsure)))
    return words("say.semicolon").join(parts) + words("say.full_stop")


def _ranked(report: Report, where: Mapping[str, str]) -> list[tuple[int, Todo]]:
    words, ranked = report.words, []
    shared = {fault.shared: fault for fault in report.shared if len(fault.sites) > 1}
    told: set[str] = set()
    for site in report.evidence.sites:
        for found in faults(site.findings):
            fault = shared.get(found.shared)
            if not _worth(found) or found.shared in told:
                continue
            if fault is None:
                todo = _todo(report, found, f"{where[anchor(found)]}#{anchor(found)}", words.name(site.site))
                ranked.append((weight(found.severity, found.pages), todo))
                continue
            told.add(found.shared)
            name = card_title(words, report.checks.get(found.check), found)
            gain = words("todo.shared_gain", sites=len(fault.sites), pages=fault.pages, places=fault.places)
            ranked.append(
                (
                    weight(found.severity, fault.pages),
                    Todo(words("todo.shared", title=name), gain, f"portfolio.html#s-{fault.shared}"),
                )
            )
    return sorted(ranked, key=lambda pair: (-pair[0], pair[1].href))


def _worth(found: Finding) -> bool:
    return weight(found.severity, 1) > 0


def _todo(report: Report, found: Finding, href: str, site: str = "") -> Todo:
    words = report.words
    name = card_title(words, report.checks.get(found.check), found)
    text = words("todo.of_site", site=site, title=name) if site else name
    return Todo(text, words("todo.gain", pages=found.pages, places=found.places), href, subject(words, found))
