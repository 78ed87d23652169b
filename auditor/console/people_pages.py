"""People: accounts, their roles with scopes, invitations, disabling."""

from __future__ import annotations

import msgspec

from auditor.console.exchange import Exchange, RefusedError, WebReply, redirect_to, utc_now
from auditor.console.sign_in_pages import save_new_link
from auditor.console.web_forms import AccountForm, GrantForm
from auditor.model import Account, AccountState, GrantScope, LinkPurpose, Role, RoleGrant
from auditor.report.html.table_builder import TableBuilder, TableCell
from auditor.report.html.views import Anchor
from auditor.report.words import Words
from auditor.standards.agencies import superior_on


def people_list(exchange: Exchange) -> WebReply:
    """Return all accounts, and the form for a new one."""
    return _people_page(exchange, AccountForm(), GrantForm())


def add_person(exchange: Exchange) -> WebReply:
    """Add an account with its first role; its page shows the link by which the person chooses a password."""
    form, grant_form = AccountForm(exchange.request.form), GrantForm(exchange.request.form)
    valid = form.validate()
    if not grant_form.fits() or not valid:
        return _people_page(exchange, form, grant_form, 400)
    account = Account(
        form.text("name"), form.text("display"), grants=(_grant(grant_form),), email=form.text("email"),
        created=utc_now(),
    )  # fmt: skip
    after = grants_text(exchange.console.words["en"], account)
    if not exchange.store.accounts.add(account, exchange.entry("account-added", account.name, after=after)):
        form.reject("name", "name_taken")
        return _people_page(exchange, form, grant_form, 400)
    return _invited(exchange, account)


def person_page(exchange: Exchange) -> WebReply:
    """Return the page of an account."""
    return _person_page(exchange, _found(exchange), GrantForm())


def invite_person(exchange: Exchange) -> WebReply:
    """Make a new one-time link for an account; an earlier one works no more."""
    account = _found(exchange)
    if account.state is AccountState.DISABLED:
        raise RefusedError("disabled", 409)
    return _invited(exchange, account)


def add_grant(exchange: Exchange) -> WebReply:
    """Give an account a further role."""
    account, form = _found(exchange), GrantForm(exchange.request.form)
    if not form.fits():
        return _person_page(exchange, account, form, status=400)
    grant = _grant(form)
    if grant not in account.grants:
        _change(exchange, account, msgspec.structs.replace(account, grants=(*account.grants, grant)), "role-given")
    return redirect_to(f"/people/{account.name}")


def remove_grant(exchange: Exchange) -> WebReply:
    """Take a role from an account."""
    account, number = _found(exchange), exchange.request.sent("grant")
    left = tuple(grant for index, grant in enumerate(account.grants) if str(index) != number)
    changed = msgspec.structs.replace(account, grants=left)
    _require_operator(exchange, changed)
    _change(exchange, account, changed, "role-taken")
    return redirect_to(f"/people/{account.name}")


def set_person_state(exchange: Exchange) -> WebReply:
    """Disable an account, which ends its sessions at once, or open it again by an invitation."""
    account = _found(exchange)
    disabled = exchange.request.sent("state") == AccountState.DISABLED.value
    changed = msgspec.structs.replace(account, state=AccountState.DISABLED if disabled else AccountState.INVITED)
    if disabled == (account.state is AccountState.DISABLED):
        return redirect_to(f"/people/{account.name}")
    _require_operator(exchange, changed)
    _change(exchange, account, changed, "account-disabled" if disabled else "account-opened")
    return redirect_to(f"/people/{account.name}")


def grants_text(words: Words, account: Account) -> str:
    """Return the roles of an account with their scopes, in words."""
    return words.joined(grant_text(words, grant) for grant in account.grants) or words("console.no_roles")


def grant_text(words: Words, grant: RoleGrant) -> str:
    """Return a role with its scope, in words."""
    scope = words.of(grant.scope) if grant.scope is GrantScope.ALL else f"{words.of(grant.scope)} {grant.name}"
    return words("console.grant", role=words.of(grant.role), scope=scope)


def _change(exchange: Exchange, before: Account, after: Account, what: str) -> None:
    english = exchange.console.words["en"]
    texts = [f"{each.state.value}: {grants_text(english, each)}" for each in (before, after)]
    exchange.store.accounts.change(after, exchange.entry(what, after.name, *texts))


def _require_operator(exchange: Exchange, changed: Account) -> None:
    """Refuse what would leave nobody who can manage people."""
    others = [each for each in exchange.store.accounts.all() if each.name != changed.name]
    whole = RoleGrant(Role.OPERATOR)
    if not any(each.state is AccountState.ACTIVE and whole in each.grants for each in (*others, changed)):
        raise RefusedError("last_operator", 409)


def _found(exchange: Exchange) -> Account:
    account = exchange.store.accounts.find(exchange.request.params["name"])
    if account is None:
        raise RefusedError("not_found", 404)
    return account


def _grant(form: GrantForm) -> RoleGrant:
    return RoleGrant(Role(str(form.role.data)), GrantScope(str(form.scope.data)), form.text("scope_name"))


def _invited(exchange: Exchange, account: Account) -> WebReply:
    """The page of an account with its one-time link: shown once, and stored nowhere."""
    link = save_new_link(
        exchange.console, account.name, LinkPurpose.INVITATION, exchange.entry("link-made", account.name)
    )
    return _person_page(exchange, account, GrantForm(), link=link)


def _people_page(exchange: Exchange, form: AccountForm, grant_form: GrantForm, status: int = 200) -> WebReply:
    words = exchange.words
    made = TableBuilder(words, "people", words("console.people"))
    made.texts("console.column_person", "console.column_account", "console.state", "console.column_roles")
    for account in exchange.store.accounts.all():
        cell = TableCell(account.display, href=f"/people/{account.name}")
        made.row(cell, account.name, words.of(account.state), grants_text(words, account))
    values = {"title": words("console.people"), "crumbs": (), "table": made.table()}
    values |= {"form": form, "grant_form": grant_form, "scope_names": _scope_names(exchange)}
    return exchange.page("people", values, status=status)


def _person_page(
    exchange: Exchange, account: Account, form: GrantForm, *, link: str = "", status: int = 200
) -> WebReply:
    words = exchange.words
    values = {
        "title": account.display,
        "crumbs": (Anchor(words("console.people"), "/people"),),
        "person": account,
        "person_state": words.of(account.state),
        "grants": [grant_text(words, grant) for grant in account.grants],
        "grant_form": form,
        "link": link,
        "scope_names": _scope_names(exchange),
        "entries": exchange.store.activity.entries(most=20, subject=account.name),
    }
    return exchange.page("person", values, status=status)


def _scope_names(exchange: Exchange) -> list[str]:
    """What a scope can be named after: sites, units, agencies and branches of the latest run."""
    report = exchange.report
    if report is None:
        return []
    names: set[str] = set()
    for site in (each.site for each in report.evidence.sites):
        above = (superior_on(site, role, report.evidence.run.day) for role in ("agency", "branch"))
        names |= {site.id, *(each.zh for each in above if each), *(owner.unit for owner in site.owners)}
        names |= {site.default_owner.unit} if site.default_owner else set()
    return sorted(names)
