"""Link targets whose name or address somebody else uses now."""

from collections.abc import Iterator

from auditor.model import Change, LinkTarget, Severity, Text, Verdict, link_check
from checks.judges.changed_names import judge_change


@link_check(
    id="link-taken-over",
    severity=Severity.BLOCKER,
    title=Text(zh="連結的網域已落入他人之手", en="Link to a name that others took over"),
    remedy=Text(
        zh="請立即移除連結，或改連到機關現在的網址；並檢查其他網頁是否也連到這個網域。證據：{proof}",
        en="Remove the link at once, or link to the agency's present address. Proof: {proof}",
    ),
    effect=Text(
        zh="民眾從機關網站被帶到賭博、色情、賣藥或無關的網站。",
        en="Visitors are led from an agency's site to gambling, pornography, medicine or a stranger's site.",
    ),
    question=Text(
        zh="程式看到一項可疑跡象（{proof}）；請開啟確認這還是不是原來的單位的網站。",
        en="A program saw one suspicious sign ({proof}); open it: is this still the site of whom it was?",
    ),
)
def link_taken_over(target: LinkTarget) -> Iterator[Verdict]:
    """What the address shows is still its owner's: two strong signals fail, one is a question.

    Strong: words of gambling, pornography, medicine or forgeries in title and heading, a text that solicits for it, an
    end under another registrable name without anything in common, content in another language than before, such a
    first page of the host, a name that nobody has registered. Names under .gov.tw and .mil.tw cannot be bought.
    """
    yield from judge_change(target, Change.TAKEN_OVER)
