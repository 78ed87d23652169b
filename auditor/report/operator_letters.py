"""Letters to those who run a site that refused the audit: what it answered, and what to let in."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.model import SiteEvidence, SiteState
from auditor.report.html.views import Report
from auditor.standards.personal_numbers import masked

LETTERS_FOLDER = "letters"


def letter_path(site: SiteEvidence) -> str:
    """Return the path of a site's letter in the report's folder; empty where no page of it was refused."""
    return f"{LETTERS_FOLDER}/{site.site.id}.txt" if site.run.pages_refused else ""


def operator_letters(report: Report) -> Iterator[tuple[str, str]]:
    """Yield a letter for each site of which pages were refused, as (path in the report's folder, text)."""
    for site in report.evidence.sites:
        if path := letter_path(site):
            yield path, masked("\n".join((*_lines(report, site), "")))


def _lines(report: Report, site: SiteEvidence) -> Iterator[str]:
    words, run, portfolio = report.words, report.evidence.run, report.evidence.run.settings.portfolio
    politeness, name = site.site.politeness, words.name(site.site)
    if run.settings.today:
        yield words("page.set_date")
    yield words("operator.subject", url=site.site.url)
    yield ""
    yield words("operator.greeting", site=name)
    yield words("operator.refused", day=words.day(run.day), n=site.run.pages_refused, answer=site.run.refusal)
    whole = site.run.state is SiteState.NOT_AUDITABLE
    yield words("operator.not_auditable" if whole else "operator.partly")
    yield ""
    yield words("operator.agent", agent=user_agent(report))
    addresses = words.joined(portfolio.addresses) or words("operator.no_addresses")
    yield words("operator.addresses", addresses=addresses)
    yield words("operator.scope", url=site.site.url, pages=site.site.budget.pages)
    yield words("operator.rate", delay=politeness.delay, concurrency=politeness.concurrency)
    if politeness.quiet_hours:
        first, last = politeness.quiet_hours
        yield words("operator.quiet", first=first, last=last)
    yield words("operator.contact", contact=portfolio.contact)


def user_agent(report: Report) -> str:
    """Return the User-Agent by which the run's requests are known."""
    run = report.evidence.run
    return f"{run.settings.portfolio.agent}/{run.tools.get('auditor', '')} (+{run.settings.portfolio.contact})"
