"""Signing in and out, one-time links, passwords, and the language of the pages."""

from __future__ import annotations

import time

import msgspec

from auditor.console.exchange import Console, Cookie, Exchange, RefusedError, WebReply, redirect_to, utc_now
from auditor.console.passwords import hash_password, new_token, password_fits, token_digest
from auditor.console.sessions import TooManyFailuresError, begin_session, ended_cookie, verify_account
from auditor.console.web_forms import FirstOperatorForm, PasswordForm, SignInForm
from auditor.model import Account, AccountState, LinkPurpose, LogEntry, OneTimeLink, Role, RoleGrant
from auditor.report.words import LANGUAGES

LINK_SECONDS = 7 * 86400.0
"""How long an invitation can be used; the first operator's link is made anew at every start."""


def sign_in_page(exchange: Exchange) -> WebReply:
    """Return the page with the form to sign in."""
    return _sign_in_form(exchange, SignInForm())


def sign_in(exchange: Exchange) -> WebReply:
    """Sign in, and lead to the page that was asked for."""
    form = SignInForm(exchange.request.form)
    if exchange.console.settings.identity_header or not form.validate():
        return _sign_in_form(exchange, form, 400)
    name = form.text("name").casefold()
    try:
        account = verify_account(exchange.console, name, str(form.password.data), exchange.request.client)
    except TooManyFailuresError:
        exchange.store.activity.add(exchange.entry("sign-in-refused", name, after="too_many"))
        form.reject("password", "too_many_failures")
        return _sign_in_form(exchange, form, 429)
    if account is None:
        exchange.store.activity.add(exchange.entry("sign-in-refused", name, after=exchange.request.client))
        form.reject("password", "wrong_password")
        return _sign_in_form(exchange, form, 403)
    cookie = begin_session(exchange.console, account, exchange.session)
    return redirect_to(_own_path(exchange.request.sent("next")), cookie)


def sign_out(exchange: Exchange) -> WebReply:
    """End the session."""
    if exchange.session:
        exchange.store.sessions.end(exchange.session.digest, exchange.entry("signed-out", exchange.who.name))
    return redirect_to("/sign-in", ended_cookie(exchange.console))


def welcome_page(exchange: Exchange) -> WebReply:
    """Return the page of a one-time link: a password to choose, for the first operator a name too."""
    link = _link(exchange)
    is_first = link.purpose is LinkPurpose.FIRST_OPERATOR
    return _welcome_form(exchange, link, FirstOperatorForm() if is_first else PasswordForm())


def welcome(exchange: Exchange) -> WebReply:
    """Use a one-time link: save the password and sign in."""
    link, sent = _link(exchange), exchange.request.form
    form: PasswordForm
    if link.purpose is LinkPurpose.FIRST_OPERATOR:
        form = FirstOperatorForm(sent)
        grants = (RoleGrant(Role.OPERATOR),)
        account = Account(form.text("name"), form.text("display"), AccountState.ACTIVE, grants, created=utc_now())
    else:
        form = PasswordForm(sent)
        invited = exchange.store.accounts.find(link.account)
        if invited is None or invited.state is AccountState.DISABLED:
            raise RefusedError("link_used", 404)
        account = msgspec.structs.replace(invited, state=AccountState.ACTIVE)
    if not form.fits(account.name, account.display):
        return _welcome_form(exchange, link, form, 400)
    entry = LogEntry(utc_now(), account.name, "password-chosen", account.name, "", link.purpose.value)
    if not exchange.store.accounts.redeem(link, account, hash_password(str(form.password.data)), entry):
        raise RefusedError("link_used", 404)
    return redirect_to("/", begin_session(exchange.console, account, exchange.session))


def password_page(exchange: Exchange) -> WebReply:
    """Return the page where a person changes the own password."""
    return _password_form(exchange, PasswordForm())


def change_password(exchange: Exchange) -> WebReply:
    """Change the own password; every session of the account ends, and this browser gets a new one."""
    form, account = PasswordForm(exchange.request.form), exchange.who
    now = exchange.store.accounts.password_hash(account.name)
    if not form.fits(account.name, account.display):
        return _password_form(exchange, form, 400)
    if not password_fits(exchange.request.form.get("current", [""])[0], now):
        exchange.store.activity.add(exchange.entry("refused", "POST /password", after="wrong_password"))
        raise RefusedError("wrong_password")
    hashed = hash_password(str(form.password.data))
    exchange.store.accounts.set_password(account.name, hashed, exchange.entry("password-changed", account.name))
    return redirect_to("/", begin_session(exchange.console, account))


def choose_language(exchange: Exchange) -> WebReply:
    """Choose the language of pages, and return to the page where that was done."""
    language = exchange.request.sent("language")
    if language not in LANGUAGES:
        raise RefusedError("form_incomplete", 400)
    cookie = Cookie("language", language, exchange.console.settings.is_secure)
    return redirect_to(_own_path(exchange.request.sent("next")), cookie)


def first_operator_link(console: Console) -> str:
    """Return the address where the first operator's account is made; empty where an account can sign in already."""
    if any(account.state is AccountState.ACTIVE for account in console.store.accounts.all()):
        return ""
    return save_new_link(console, "", LinkPurpose.FIRST_OPERATOR, LogEntry(utc_now(), "", "link-made"))


def save_new_link(console: Console, account: str, purpose: LinkPurpose, entry: LogEntry) -> str:
    """Save a new one-time link of an account and return its address; an earlier one works no more."""
    token = new_token()
    link = OneTimeLink(token_digest(token), account, purpose, time.time() + LINK_SECONDS)
    console.store.accounts.save_link(link, entry)
    return f"{console.settings.public_url}/welcome/{token}"


def _link(exchange: Exchange) -> OneTimeLink:
    link = exchange.store.accounts.find_link(token_digest(exchange.request.params["token"]), time.time())
    if link is None:
        raise RefusedError("link_used", 404)
    return link


def _own_path(path: str) -> str:
    """Return the path if it leads to a page of this console, else that of the first page."""
    is_own = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and " " not in path
    return path if is_own and "\\" not in path else "/"


def _sign_in_form(exchange: Exchange, form: SignInForm, status: int = 200) -> WebReply:
    wanted = exchange.request.asked("next") or exchange.request.sent("next")
    values = {"title": exchange.words("console.sign_in"), "crumbs": (), "form": form, "wanted": _own_path(wanted)}
    return exchange.page("sign_in", values, status=status)


def _welcome_form(exchange: Exchange, link: OneTimeLink, form: PasswordForm, status: int = 200) -> WebReply:
    title = exchange.words(f"console.welcome_{link.purpose.value.replace('-', '_')}")
    values = {"title": title, "crumbs": (), "form": form, "invited": link.account}
    return exchange.page("welcome", values, status=status)


def _password_form(exchange: Exchange, form: PasswordForm, status: int = 200) -> WebReply:
    values = {"title": exchange.words("console.password"), "crumbs": (), "form": form}
    return exchange.page("password", values, status=status)
