"""What each role may do, and which sites and units an account reaches. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from auditor.model import Account, GrantScope, Role, RoleGrant, Site
from auditor.standards.agencies import superior_on


class Permission(StrEnum):
    """Something that a person may do."""

    VIEW = "view"
    """Read figures and findings."""
    RECHECK = "recheck"
    COMMENT = "comment"
    STATE_MENDED = "state_mended"
    PROPOSE_WAIVER = "propose_waiver"
    ASSIGN = "assign"
    APPROVE = "approve"
    """Approve or decline what somebody else proposed."""
    ANSWER = "answer"
    """Answer questions and fill in the form."""
    OPERATE = "operate"
    """See and start runs, see every request."""
    MANAGE_PEOPLE = "manage_people"
    READ_LOG = "read_log"


_WORKS = {
    Permission.VIEW,
    Permission.RECHECK,
    Permission.COMMENT,
    Permission.STATE_MENDED,
    Permission.PROPOSE_WAIVER,
}
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.VIEWER: frozenset({Permission.VIEW}),
    Role.MAINTAINER: frozenset(_WORKS),
    Role.OWNER: frozenset({*_WORKS, Permission.ASSIGN}),
    Role.APPROVER: frozenset({Permission.VIEW, Permission.COMMENT, Permission.APPROVE}),
    Role.EVALUATOR: frozenset({Permission.VIEW, Permission.RECHECK, Permission.COMMENT, Permission.ANSWER}),
    Role.OPERATOR: frozenset(
        {
            *(Permission.VIEW, Permission.RECHECK, Permission.COMMENT, Permission.ASSIGN),
            *(Permission.OPERATE, Permission.MANAGE_PEOPLE, Permission.READ_LOG),
        }
    ),
}
"""What each role may do, within the scope of its grant."""

UNSCOPED = frozenset({Permission.OPERATE, Permission.MANAGE_PEOPLE, Permission.READ_LOG})
"""What concerns the program as a whole: only a grant without a limit gives it."""


class Reach(msgspec.Struct, frozen=True):
    """The sites and units within the scopes of an account's grants."""

    everything: bool = False
    """Whether there is no limit."""
    sites: frozenset[str] = frozenset()
    """Ids of sites that are reached whole."""
    units: frozenset[str] = frozenset()
    """Names of units whose findings are reached on every site."""

    def covers(self, site: str, unit: str) -> bool:
        """Return whether a finding on this site, owned by this unit, is reached."""
        return self.everything or site in self.sites or unit in self.units

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is reached."""
        return not (self.everything or self.sites or self.units)


def may(account: Account, permission: Permission) -> bool:
    """Return whether an account may do something in some scope."""
    return any(_gives(grant, permission) for grant in account.grants)


def reach(account: Account, permission: Permission, sites: Iterable[Site], day: str) -> Reach:
    """Return where an account may do something; agencies and branches are those of the sites on a day (ISO)."""
    grants = [grant for grant in account.grants if _gives(grant, permission)]
    return Reach(
        everything=any(grant.scope is GrantScope.ALL for grant in grants),
        sites=frozenset(site.id for site in sites if any(_holds(grant, site, day) for grant in grants)),
        units=frozenset(grant.name for grant in grants if grant.scope is GrantScope.UNIT),
    )


def _gives(grant: RoleGrant, permission: Permission) -> bool:
    limited = grant.scope is not GrantScope.ALL
    return permission in PERMISSIONS[grant.role] and not (limited and permission in UNSCOPED)


def _holds(grant: RoleGrant, site: Site, day: str) -> bool:
    match grant.scope:
        case GrantScope.SITE:
            return site.id == grant.name
        case GrantScope.AGENCY | GrantScope.BRANCH:
            superior = superior_on(site, grant.scope.value, day)
            return superior is not None and superior.zh == grant.name
    return False
