"""Where redirects end: home pages, logins and error pages, by whole names and never by parts of words."""

from __future__ import annotations

import pytest

from auditor.crawl.redirect_ends import comparable_end, redirect_detail
from auditor.model import LinkDetail

AT = "https://a.gov.tw"
PAGE = f"{AT}/news/3.aspx"


@pytest.mark.parametrize(
    ("end", "detail"),
    [
        ("/login", LinkDetail.REDIRECT_TO_LOGIN),
        ("/Login.aspx?ReturnUrl=/x", LinkDetail.REDIRECT_TO_LOGIN),
        ("/member/sign-in/", LinkDetail.REDIRECT_TO_LOGIN),
        ("/user_login.php", LinkDetail.REDIRECT_TO_LOGIN),
        ("/MemberLogin.do", LinkDetail.REDIRECT_TO_LOGIN),
        ("/auth/logon", LinkDetail.REDIRECT_TO_LOGIN),
        ("/loginPage.jsp", LinkDetail.REDIRECT_TO_LOGIN),
        ("/blogindex", LinkDetail.MOVED),
        ("/blogin/", LinkDetail.MOVED),
        ("/how-to-login-to-your-account.html", LinkDetail.MOVED),
        ("/design-in-taiwan", LinkDetail.MOVED),
        ("/news?next=login", LinkDetail.MOVED),
        ("/", LinkDetail.REDIRECT_TO_HOME),
        ("/404.html", LinkDetail.SOFT_MISSING),
        ("/Error.aspx?aspxerrorpath=/news/3.aspx", LinkDetail.REDIRECT_TO_ERROR),
        ("/news/4.aspx", LinkDetail.MOVED),
    ],
)
def test_ends(end: str, detail: LinkDetail) -> None:
    assert redirect_detail(PAGE, AT + end) is detail


def test_an_error_page_that_was_linked_itself_is_no_end() -> None:
    assert redirect_detail("http://a.gov.tw/404.html", f"{AT}/404.html") is LinkDetail.MOVED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/GenericError.htm?aspxerrorpath={path}", True),
        ("/error?path={path}&timestamp=1764500000123", True),
        ("/index.php?route=error/lost&from={name}", True),
        ("/login.php?sid=0123456789abcdef0123", True),
        ("/list?item={name}", True),
        ("/moved/{name}", False),
        ("/index.php?route=page-{name}", True),
    ],
)
def test_ends_are_compared_without_what_they_repeat_of_the_address(one: str, other: bool) -> None:
    ends = {
        comparable_end(f"{AT}/news/{name}.aspx", AT + one.format(path=f"/news/{name}.aspx", name=f"{name}.aspx"))
        for name in ("old", "no-such-page-1")
    }
    assert (len(ends) == 1) is other
    assert "" not in ends


def test_where_only_the_query_changes_nothing_can_be_compared() -> None:
    assert comparable_end(f"{AT}/news?id=3", f"{AT}/news?id=3&lang=zh") == ""
