"""What an audit of links states of every address, in one word each."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from auditor import urls
from auditor.model import LinkState, Outcome, Politeness, Portfolio, Run, Site
from auditor.pipeline.ad_hoc import ad_hoc_settings, audit_ad_hoc_with
from auditor.pipeline.judgement.link_targets import completed_targets
from auditor.pipeline.judgement.survey import survey
from auditor.store import Store

FAST = Politeness(delay=0.0, concurrency=16, patience=0.02)
VERDICTS = frozenset(
    {
        "address-ignored", "link-address-malformed", "link-blocked", "link-broken", "link-fragment-missing",
        "link-server-error", "link-to-local-file", "link-unreachable",
    }
)  # fmt: skip
"""Checks that state whether a link leads to what it promises."""


class Verdicts(msgspec.Struct):
    """What came of every address."""

    states: dict[str, LinkState]
    """The states of link targets by address."""
    outcomes: dict[str, set[Outcome]]
    """The outcomes of findings by cause."""

    def of(self, url: str) -> str:
        """``ok``, ``failed``, ``cant``, ``untested`` or ``absent``."""
        address = urls.without_fragment(url)
        outcomes = self.outcomes.get(url, set()) | self.outcomes.get(address, set())
        if Outcome.FAILED in outcomes:
            return "failed"
        if Outcome.CANT_TELL in outcomes:
            return "cant"
        state = self.states.get(address)
        return "absent" if state is None else "ok" if state.is_alive else "untested"


def audited(origin: str, sites: tuple[Site, ...]) -> Verdicts:
    """Audit the links of a served site as the command does, and return what came of them."""
    quick = tuple(msgspec.structs.replace(site, politeness=FAST) for site in sites)
    terms = Portfolio(quick, contact="mailto:web@agency.test", inside=(origin,), others=FAST)
    settings = ad_hoc_settings(quick, ("links",), terms)
    audit = audit_ad_hoc_with(settings, datetime.now(UTC), lambda _: None, _states)
    verdicts = Verdicts(audit.facts, {})
    for site in audit.evidence.sites:
        for finding in site.findings:
            if finding.check in VERDICTS:
                verdicts.outcomes.setdefault(finding.cause, set()).add(finding.outcome)
    return verdicts


def fits(expected: str, verdict: str) -> bool:
    """Whether a verdict is one that the expectation allows; what cannot be known may also have been left untested."""
    allowed = {"bad": {"failed"}, "cant": {"cant", "ok", "untested"}, "absent": {"absent"}, "ok/cant": {"ok", "cant"}}
    return verdict in allowed.get(expected, {expected})


def _states(store: Store, run: Run) -> dict[str, LinkState]:
    seen = survey(store, run.number)
    return {target.url: target.state for target in completed_targets(store, run.number, seen)}
