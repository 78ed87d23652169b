"""Who may use each route, written down apart from the code that decides it."""

from __future__ import annotations

EVERYBODY = "everybody"
SIGNED_IN = "signed in"
ALL = {"viewer", "maintainer", "owner", "approver", "evaluator", "operator"}

ALLOWED: dict[tuple[str, str], str | set[str]] = {
    ("GET", "/"): SIGNED_IN,
    ("GET", "/sign-in"): EVERYBODY,
    ("POST", "/sign-in"): EVERYBODY,
    ("POST", "/sign-out"): SIGNED_IN,
    ("GET", "/welcome/{token}"): EVERYBODY,
    ("POST", "/welcome/{token}"): EVERYBODY,
    ("GET", "/password"): SIGNED_IN,
    ("POST", "/password"): SIGNED_IN,
    ("POST", "/language"): EVERYBODY,
    ("GET", "/assets/{name}"): EVERYBODY,
    ("GET", "/findings"): ALL,
    ("POST", "/views"): ALL,
    ("POST", "/views/delete"): ALL,
    ("GET", "/findings/{key}"): ALL,
    ("GET", "/findings/{key}/picture"): ALL,
    ("POST", "/findings/{key}/recheck"): {"maintainer", "owner", "evaluator", "operator"},
    ("POST", "/findings/{key}/comment"): ALL - {"viewer"},
    ("POST", "/findings/{key}/assign"): {"owner", "operator"},
    ("POST", "/findings/{key}/mended"): {"maintainer", "owner"},
    ("POST", "/findings/{key}/waiver"): {"maintainer", "owner"},
    ("GET", "/actions"): ALL,
    ("GET", "/actions/{id}"): ALL,
    ("GET", "/actions/{id}/state"): ALL,
    ("POST", "/actions/{id}/decision"): {"approver"},
    ("GET", "/people"): {"operator"},
    ("POST", "/people"): {"operator"},
    ("GET", "/people/{name}"): {"operator"},
    ("POST", "/people/{name}/link"): {"operator"},
    ("POST", "/people/{name}/grants"): {"operator"},
    ("POST", "/people/{name}/grants/remove"): {"operator"},
    ("POST", "/people/{name}/state"): {"operator"},
    ("GET", "/operations"): {"operator"},
    ("POST", "/runs"): {"operator"},
    ("GET", "/log"): {"operator"},
    ("GET", "/log.csv"): {"operator"},
}


def path_of(path: str) -> str:
    """A path with its variable parts filled in; they name nothing."""
    return (
        path.replace("{token}", "no-such-token")
        .replace("{name}", "nothing")
        .replace("{key}", "f-0000")
        .replace("{id}", "no-such-request")
    )
