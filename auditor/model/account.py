"""People who use the web console: their accounts, roles with scopes, and sessions."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Role(StrEnum):
    """What a person does with the console."""

    VIEWER = "viewer"
    """Reads figures and findings."""
    MAINTAINER = "maintainer"
    """Mends pages: re-checks, comments, states that something is mended, proposes waivers."""
    OWNER = "owner"
    """Answers for pages of a unit: what a maintainer may, and assigns findings."""
    APPROVER = "approver"
    """Approves waivers that somebody else proposed."""
    EVALUATOR = "evaluator"
    """Answers questions and fills in the form."""
    OPERATOR = "operator"
    """Runs the program: accounts, runs, settings, the log."""


class GrantScope(StrEnum):
    """What a role is limited to."""

    ALL = "all"
    AGENCY = "agency"
    BRANCH = "branch"
    SITE = "site"
    UNIT = "unit"


class RoleGrant(msgspec.Struct, frozen=True, omit_defaults=True):
    """A role within a scope."""

    role: Role
    """The role."""
    scope: GrantScope = GrantScope.ALL
    """The kind of scope."""
    name: str = ""
    """The agency's, branch's or unit's name, or the site's id; empty with ``ALL``."""


class AccountState(StrEnum):
    """Whether somebody can sign in with an account."""

    INVITED = "invited"
    """No password has been chosen yet."""
    ACTIVE = "active"
    DISABLED = "disabled"


class Account(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person's account."""

    name: str
    """The name to sign in with; never changes."""
    display: str
    """The person's name as others see it."""
    state: AccountState = AccountState.INVITED
    """Whether somebody can sign in with it."""
    grants: tuple[RoleGrant, ...] = ()
    """Its roles."""
    email: str = ""
    """The person's address; empty when none is known."""
    created: str = ""
    """When it was made: ISO 8601 in UTC."""

    @property
    def roles(self) -> tuple[Role, ...]:
        """Return its roles, each once, in the order of ``Role``."""
        held = {grant.role for grant in self.grants}
        return tuple(role for role in Role if role in held)


class WebSession(msgspec.Struct, frozen=True):
    """A person's session in a browser. Times are seconds since the epoch."""

    digest: str
    """SHA-256 of the token in the browser's cookie: the store alone signs nobody in."""
    account: str
    """The name of the account."""
    csrf: str
    """The token that every form of the session carries."""
    began: float
    """When the person signed in."""
    seen: float
    """The last request, to the minute."""


class LinkPurpose(StrEnum):
    """What a one-time link is for."""

    FIRST_OPERATOR = "first-operator"
    INVITATION = "invitation"


class OneTimeLink(msgspec.Struct, frozen=True):
    """A link that works once."""

    digest: str
    """SHA-256 of the token in its address."""
    account: str
    """The account it is for; empty for that of the first operator, who chooses the name."""
    purpose: LinkPurpose
    """What it is for."""
    expires: float
    """Its end, in seconds since the epoch."""
