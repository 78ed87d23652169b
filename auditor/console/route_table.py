"""Every page and action of the console: address, who may use it, and the function that answers."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import msgspec

from auditor.console import (
    action_pages,
    finding_actions,
    finding_list_pages,
    finding_pages,
    operation_pages,
    people_pages,
    sign_in_pages,
    start_pages,
    static_files,
)
from auditor.console.exchange import Exchange, WebReply
from auditor.console.permissions import Permission


class Access(StrEnum):
    """Who may use a route that needs no permission."""

    PUBLIC = "public"
    """Everybody."""
    SIGNED_IN = "signed_in"
    """Whoever has signed in."""


class ConsoleRoute(msgspec.Struct, frozen=True):
    """One route."""

    method: str
    """``GET`` or ``POST``."""
    path: str
    """Its path, with ``{name}`` for a variable part."""
    access: Access | Permission
    """Who may use it; a handler narrows a permission to the scope of the person's roles."""
    handler: Callable[[Exchange], WebReply]
    """What answers."""


_OPEN, _IN = Access.PUBLIC, Access.SIGNED_IN

ROUTES = (
    ConsoleRoute("GET", "/", _IN, start_pages.start),
    ConsoleRoute("GET", "/sign-in", _OPEN, sign_in_pages.sign_in_page),
    ConsoleRoute("POST", "/sign-in", _OPEN, sign_in_pages.sign_in),
    ConsoleRoute("POST", "/sign-out", _IN, sign_in_pages.sign_out),
    ConsoleRoute("GET", "/welcome/{token}", _OPEN, sign_in_pages.welcome_page),
    ConsoleRoute("POST", "/welcome/{token}", _OPEN, sign_in_pages.welcome),
    ConsoleRoute("GET", "/password", _IN, sign_in_pages.password_page),
    ConsoleRoute("POST", "/password", _IN, sign_in_pages.change_password),
    ConsoleRoute("POST", "/language", _OPEN, sign_in_pages.choose_language),
    ConsoleRoute("GET", "/findings", Permission.VIEW, finding_list_pages.finding_list),
    ConsoleRoute("POST", "/views", Permission.VIEW, finding_list_pages.save_view),
    ConsoleRoute("POST", "/views/delete", Permission.VIEW, finding_list_pages.delete_view),
    ConsoleRoute("GET", "/findings/{key}", Permission.VIEW, finding_pages.finding_page),
    ConsoleRoute("GET", "/findings/{key}/picture", Permission.VIEW, finding_actions.picture),
    ConsoleRoute("POST", "/findings/{key}/recheck", Permission.RECHECK, finding_actions.recheck_finding),
    ConsoleRoute("POST", "/findings/{key}/comment", Permission.COMMENT, finding_actions.comment_finding),
    ConsoleRoute("POST", "/findings/{key}/assign", Permission.ASSIGN, finding_actions.assign_finding),
    ConsoleRoute("POST", "/findings/{key}/mended", Permission.STATE_MENDED, finding_actions.state_mended),
    ConsoleRoute("POST", "/findings/{key}/waiver", Permission.PROPOSE_WAIVER, finding_actions.propose_waiver),
    ConsoleRoute("GET", "/actions", Permission.VIEW, action_pages.action_list),
    ConsoleRoute("GET", "/actions/{id}", Permission.VIEW, action_pages.action_page),
    ConsoleRoute("GET", "/actions/{id}/state", Permission.VIEW, action_pages.action_state),
    ConsoleRoute("POST", "/actions/{id}/decision", Permission.APPROVE, action_pages.decide_action),
    ConsoleRoute("GET", "/people", Permission.MANAGE_PEOPLE, people_pages.people_list),
    ConsoleRoute("POST", "/people", Permission.MANAGE_PEOPLE, people_pages.add_person),
    ConsoleRoute("GET", "/people/{name}", Permission.MANAGE_PEOPLE, people_pages.person_page),
    ConsoleRoute("POST", "/people/{name}/link", Permission.MANAGE_PEOPLE, people_pages.invite_person),
    ConsoleRoute("POST", "/people/{name}/grants", Permission.MANAGE_PEOPLE, people_pages.add_grant),
    ConsoleRoute("POST", "/people/{name}/grants/remove", Permission.MANAGE_PEOPLE, people_pages.remove_grant),
    ConsoleRoute("POST", "/people/{name}/state", Permission.MANAGE_PEOPLE, people_pages.set_person_state),
    ConsoleRoute("GET", "/operations", Permission.OPERATE, operation_pages.operations),
    ConsoleRoute("POST", "/runs", Permission.OPERATE, operation_pages.start_run),
    ConsoleRoute("GET", "/log", Permission.READ_LOG, operation_pages.log_page),
    ConsoleRoute("GET", "/log.csv", Permission.READ_LOG, operation_pages.log_csv),
    ConsoleRoute("GET", "/assets/{name}", _OPEN, static_files.served_asset),
)
"""All routes; what is not here does not exist."""
