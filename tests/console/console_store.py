"""Fills a store with a judged run, and with accounts."""

from __future__ import annotations

from functools import cache

import msgspec
from report_evidence import evidence

from auditor.console.passwords import hash_password
from auditor.model import (
    Account,
    AccountState,
    Evidence,
    LinkPurpose,
    LogEntry,
    OneTimeLink,
    Role,
    RoleGrant,
    RunState,
)
from auditor.store import Store

PASSWORD = "correct horse battery staple"
ROLES = tuple(role.value for role in Role)


@cache
def made() -> Evidence:
    return evidence(findings=30)


def fill(store: Store) -> None:
    """One reported run with the findings, tallies and coverage of the report's tests."""
    known = made()
    run = store.runs.create("2026-11", known.run.day, known.run.settings, known.run.tools, known.run.started)
    judgement = store.judgements.create(
        run.number,
        ruleset="r1",
        checks=known.judgement.checks,
        made=known.judgement.made,
        waivers=known.judgement.waivers,
    )
    for site in known.sites:
        store.judgements.save_site_tallies(judgement, site.site.id, site.tallies)
    store.runs.save_site_coverage(run.number, [site.run for site in known.sites])
    findings = {(each.fingerprint, each.outcome): each for site in known.sites for each in site.findings}
    store.judgements.save_findings(
        judgement, [msgspec.structs.replace(each, first_run=run.number) for each in findings.values()]
    )
    store.runs.set_state(run.number, RunState.REPORTED, ended=known.run.ended)


@cache
def hashed() -> str:
    return hash_password(PASSWORD)


def save_account(store: Store, name: str, *grants: RoleGrant) -> Account:
    """Save an account with a password; without grants it has the role of its name for everything."""
    entry = LogEntry("2026-11-24T08:00:00+00:00", "", "account-added", name)
    chosen = grants or (RoleGrant(Role(name)),)
    account = Account(name, f"{name}的姓名", AccountState.ACTIVE, chosen, f"{name}@bureau.example")
    link = OneTimeLink(f"digest of {name}", "", LinkPurpose.FIRST_OPERATOR, 4e9)
    store.accounts.save_link(link, entry)
    assert store.accounts.redeem(link, account, hashed(), entry)
    return account
