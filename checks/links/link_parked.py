"""Link targets whose name is for sale, parked, or ran out."""

from collections.abc import Iterator

from auditor.model import Change, LinkTarget, Severity, Text, Verdict, link_check
from checks.judges.changed_names import judge_change


@link_check(
    id="link-parked",
    severity=Severity.BLOCKER,
    title=Text(zh="連結的網域待售、停放或已到期", en="Link to a name that is for sale, parked or expired"),
    remedy=Text(
        zh="請立即移除連結，或改連到機關現在的網址；網域隨時可能被他人買走。證據：{proof}",
        en="Remove the link at once, or link to the agency's present address; anybody may buy the name. Proof: {proof}",
    ),
    effect=Text(
        zh="民眾看到的是廣告或售網域的頁面；買下網域的人可以放上任何內容。",
        en="Visitors see advertisements or an offer of the name; whoever buys it can show them anything.",
    ),
    question=Text(
        zh="程式看到一項可疑跡象（{proof}）；請開啟確認網站是否仍在營運。",
        en="A program saw one suspicious sign ({proof}); open it: is the site still in use?",
    ),
)
def link_parked(target: LinkTarget) -> Iterator[Verdict]:
    """The address is in use: two strong signals of sale, parking or expiry fail, one is a question.

    Strong: the page offers its own name or reports that name or hosting ran out, it is made of a parking service's
    parts, the redirect ends at a market for names, the host's first page is such a page.
    """
    yield from judge_change(target, Change.PARKED)
