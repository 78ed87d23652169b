"""Summary of a report: verdict sentences (the rows first), what to do first, headline figures, a sentence to quote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from auditor.findings.headline_figures import INVALID_LINK_CHECKS, fault_figures
from auditor.findings.sharing import SharedFault
from auditor.model import Finding, Life, SiteEvidence, SiteState, StartReason, Topic, Untested
from auditor.report.html.figures import (
    CountedShare,
    audited,
    count_by_life,
    counting,
    faults,
    found_faults,
    is_audited,
    links_of,
    passed_share,
    questions,
    unverified,
    valid_links_share,
    weight,
)
from auditor.report.html.finding_texts import anchor, finding_subject, finding_title, link_detail_text
from auditor.report.html.form_verdicts import FormRow, rows_sentence, site_rows_sentences
from auditor.report.html.views import Figure, Report, Todo
from auditor.report.words import Words

_NOT_AUDITED = (
    SiteState.NOT_CONFIGURED,
    SiteState.NOT_REACHED,
    SiteState.NOT_AUDITABLE,
    SiteState.NOT_SELECTED,
    SiteState.PLANNED,
)
_MOST_TODOS = 3


def portfolio_verdict(report: Report, rows: Sequence[FormRow]) -> tuple[str, ...]:
    """Return the verdict of the whole report: rows of the form, coverage, then what was found in that coverage."""
    words, sites = report.words, counting(report.evidence.sites)
    examined = audited(sites)
    if not examined:
        return (_coverage(words, sites), words("verdict.nothing_audited"))
    return (
        rows_sentence(words, rows),
        _coverage(words, sites),
        _found(report, examined, sites),
        words("verdict.limits"),
    )


def site_verdict(report: Report, site: SiteEvidence, rows: Sequence[FormRow]) -> tuple[str, ...]:
    """Return the verdict on one site, its rows of the form first; of a site that was not audited, the reason."""
    words = report.words
    if not is_audited(site):
        return (words("verdict.site_not_audited", reason=site_reason(words, site)),)
    sentences = [*site_rows_sentences(words, rows), _found(report, [site], [site])]
    if site.run.pages_not_asked or site.run.pages_failed:
        left = {"not_asked": site.run.pages_not_asked, "failed": site.run.pages_failed}
        sentences.append(words("verdict.site_partly", **left))
    return (*sentences, words("verdict.limits"))


def site_reason(words: Words, site: SiteEvidence) -> str:
    """Return why a site was not audited, in words; its state beside a reason that has none."""
    state, reason = words.of(site.run.state), site.run.reason
    if not reason or reason == site.run.state.value:
        return state
    detail = link_detail_text(words, reason)
    if site.run.state is SiteState.NOT_AUDITABLE and detail:
        return words.joined((state, detail), by="clause")
    return detail or _start_reason(words, reason) or words.joined((state, reason), by="part")


def _start_reason(words: Words, reason: str) -> str:
    """What a start address is that answers and gives nothing to audit, or why it was not requested."""
    name, _, media_type = reason.partition(" ")
    if name == StartReason.NO_PAGE:
        unknown = words("start.other", media_type=media_type) if media_type else words("start.untyped")
        kinds = (words.entries.get(f"media.{part}") for part in (media_type, media_type.partition("/")[0]))
        return words("start.no_page", kind=next(filter(None, kinds), unknown))
    if name in list(StartReason):
        return words(f"start.{name}")
    return words.of(Untested(name)) if name in list(Untested) else ""


def portfolio_todo(report: Report, pages: Mapping[str, str]) -> tuple[Todo, ...]:
    """Return at most three todos: missing addresses, then shared faults and single ones by effect times reach.

    ``pages`` names the page on which each finding's card (by its anchor) stands.
    """
    words, sites = report.words, report.evidence.sites
    missing = [site for site in counting(sites) if site.run.state is SiteState.NOT_CONFIGURED]
    first = [Todo(words("todo.configure", n=len(missing)), words("todo.configure_gain"), "#sites")] if missing else []
    ranked = sorted(_ranked(report, pages), key=lambda pair: (-pair[0], pair[1].href))
    return tuple(first + [todo for _, todo in ranked])[:_MOST_TODOS]


def site_todo(report: Report, site: SiteEvidence, pages: Mapping[str, str]) -> tuple[Todo, ...]:
    """Return at most three faults of a site, by effect times reach."""
    chosen = sorted(faults(site.findings), key=lambda fault: -weight(fault.severity, fault.pages))
    first = [fault for fault in chosen if _has_weight(fault)][:_MOST_TODOS]
    return tuple(_todo(report, fault, pages) for fault in first)


def headline_figures(report: Report, sites: Sequence[SiteEvidence]) -> tuple[Figure, ...]:
    """Return the figures below a verdict, each with its denominator."""
    words, examined = report.words, audited(sites)
    shares = [_share(words, "links", _sum(map(valid_links_share, examined)))]
    for topic in (Topic.METADATA, Topic.ACCESSIBILITY, Topic.CONVENIENCE):
        passed = _sum(passed_share(site, topic, report.checks) for site in examined)
        shares.append(_share(words, topic.value, passed))
    found = [finding for site in examined for finding in site.findings]
    known = words("figure.pages_known", n=sum(site.run.pages_known for site in examined))
    pages = Figure(words("figure.pages"), words.number(sum(site.run.pages for site in examined)), known)
    changed = links_of(examined).changed
    names = (Figure(words("figure.changed_names"), words.number(changed)),) if changed else ()
    count = fault_figures((finding for site in sites for finding in site.findings), report.evidence.mended)
    numbers = {"faults": count.open, "mended": count.mended, "unexamined": count.unexamined}
    three = (Figure(words(f"figure.{name}"), words.number(number)) for name, number in numbers.items())
    undecided = Figure(words("figure.questions"), words.number(len(questions(found))))
    return (pages, *shares, *names, *three, undecided)


def quotation(report: Report) -> str:
    """Return a sentence that can be pasted into the form, filled from data only."""
    words, examined = report.words, audited(counting(report.evidence.sites))
    if not examined:
        return words("quotation.nothing")
    links, pages = links_of(examined), sum(site.run.pages for site in examined)
    checked = {"sites": len(examined), "pages": pages, "links": links.judged}
    checked["known"] = sum(site.run.pages_known for site in examined)
    clauses = [
        words("quotation.checked", day=words.day(report.evidence.run.day), **checked),
        words("quotation.broken", broken=links.invalid),
    ]
    if links.changed:
        clauses.append(words("quotation.changed_names", n=links.changed))
    dead = fault_figures(_of_invalid_links(counting(report.evidence.sites)), report.evidence.mended)
    clauses.append(words("quotation.mended", fixed=dead.mended, left=dead.open, unexamined=dead.unexamined))
    clauses.append(words("quotation.unsure", n=sum(map(unverified, examined))))
    if left_out := topics_left_out(report):
        clauses.append(words("quotation.topics_left_out", topics=left_out))
    return words.joined(clauses, by="clause") + words("punctuation.full_stop")


def life_figures(report: Report) -> tuple[Figure, ...]:
    """Return the number of faults of each life against the run before; nothing where there was none."""
    if report.evidence.previous is None:
        return ()
    found = [finding for site in report.evidence.sites for finding in site.findings]
    figures, count = fault_figures(found, report.evidence.mended), count_by_life(found)
    count[Life.FIXED] = figures.mended
    return tuple(Figure(report.words.of(life), report.words.number(count[life])) for life in Life)


def _of_invalid_links(sites: Iterable[SiteEvidence]) -> Iterator[Finding]:
    return (finding for site in sites for finding in site.findings if finding.check in INVALID_LINK_CHECKS)


def _sum(shares: Iterable[CountedShare]) -> CountedShare:
    return sum(shares, CountedShare())


def _share(words: Words, key: str, share: CountedShare) -> Figure:
    label = words(f"figure.{key}")
    if not share.total:
        return Figure(label, words("phrase.not_tested"))
    counts = words("phrase.counts", good=share.good, total=share.total)
    return Figure(label, words.percent(share.good, share.total), counts)


def _coverage(words: Words, sites: Sequence[SiteEvidence]) -> str:
    states = Counter(site.run.state for site in sites)
    head = words("verdict.coverage", sites=len(sites), audited=states[SiteState.AUDITED])
    rest = (words(f"verdict.{state.value}", n=states[state]) for state in _NOT_AUDITED if states[state])
    return words.joined((head, *rest), by="semicolon") + words("punctuation.full_stop")


def topics_left_out(report: Report) -> str:
    """Return the topics that the run did not examine, in words; empty where it examined all."""
    chosen = report.evidence.run.settings.topics
    return report.words.joined(report.words(f"topic.{topic}") for topic in Topic if topic not in chosen)


def _found(report: Report, sites: Sequence[SiteEvidence], of: Sequence[SiteEvidence]) -> str:
    """What was found on audited ``sites``, in one sentence that names what was not examined.

    What was mended and what could not be examined again are counted over all sites that they were audited ``of``.
    """
    words = report.words
    findings = [finding for site in sites for finding in site.findings]
    wrong, unsure, links = found_faults(findings), questions(findings), links_of(sites)
    count = fault_figures((finding for site in of for finding in site.findings), report.evidence.mended)
    clauses = [words("verdict.read", pages=sum(site.run.pages for site in sites))]
    if links.judged:
        share = words.share(links.invalid, links.judged)
        clauses.append(words("verdict.links", total=links.judged, broken=links.invalid, share=share))
    if links.changed:
        clauses.append(words("verdict.changed_names", n=links.changed))
    if wrong:
        clauses.append(words("verdict.faults", n=len(wrong), places=sum(fault.places for fault in wrong)))
    else:
        clauses.append(words("verdict.no_faults"))
    clauses.append(words("verdict.mended", mended=count.mended, unexamined=count.unexamined))
    if left_out := topics_left_out(report):
        clauses.append(words("verdict.topics_left_out", topics=left_out))
    if unsure:
        clauses.append(words("verdict.questions", n=len(unsure)))
    return words.joined(clauses, by="semicolon") + words("punctuation.full_stop")


def _ranked(report: Report, pages: Mapping[str, str]) -> Iterator[tuple[int, Todo]]:
    """Every fault with its weight, one that several sites share once."""
    shared = {fault.shared: fault for fault in report.shared if len(fault.sites) > 1}
    listed: set[str] = set()
    for site in report.evidence.sites:
        for finding in faults(site.findings):
            if not _has_weight(finding) or finding.shared in listed:
                continue
            fault = shared.get(finding.shared)
            if fault is None:
                todo = _todo(report, finding, pages, report.words.name(site.site))
                yield weight(finding.severity, finding.pages), todo
                continue
            listed.add(finding.shared)
            yield weight(finding.severity, fault.pages), _shared_todo(report, finding, fault)


def _has_weight(finding: Finding) -> bool:
    return weight(finding.severity, 1) > 0


def _todo(report: Report, finding: Finding, pages: Mapping[str, str], site: str = "") -> Todo:
    words, name = report.words, anchor(finding)
    title = finding_title(words, report.checks.get(finding.check), finding)
    text = words("todo.of_site", site=site, title=title) if site else title
    gain = words("todo.gain", pages=finding.pages, places=finding.places)
    return Todo(text, gain, f"{pages[name]}#{name}", finding_subject(words, finding))


def _shared_todo(report: Report, finding: Finding, fault: SharedFault) -> Todo:
    words = report.words
    title = finding_title(words, report.checks.get(finding.check), finding)
    gain = words("todo.shared_gain", sites=len(fault.sites), pages=fault.pages, places=fault.places)
    return Todo(words("todo.shared", title=title), gain, f"portfolio.html#s-{fault.shared}")
