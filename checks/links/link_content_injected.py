"""Link targets under names of the state with content that somebody put into them."""

from collections.abc import Iterator

from auditor.model import Change, LinkTarget, Severity, Text, Verdict, link_check
from checks.judges.changed_names import judge_change


@link_check(
    id="link-content-injected",
    severity=Severity.BLOCKER,
    title=Text(zh="連結的機關網頁被植入不當內容", en="Link to a page of the state with strange content in it"),
    remedy=Text(
        zh="請通知該機關，並先移除連結。證據：{proof}",
        en="Inform the agency, and remove the link until then. Proof: {proof}",
    ),
    effect=Text(
        zh="民眾看到的是被植入的賭博、色情或賣藥內容。",
        en="Visitors see gambling, pornography or medicine that somebody put into the page.",
    ),
    question=Text(
        zh="程式看到一項可疑跡象（{proof}）；請開啟確認內容是否為該機關所有。",
        en="A program saw one suspicious sign ({proof}); open it: is the content the agency's own?",
    ),
)
def link_content_injected(target: LinkTarget) -> Iterator[Verdict]:
    """A page under .gov.tw or .mil.tw, which nobody can buy, is free of words of gambling, pornography and the like.

    In title and heading they are one strong signal, as a text that solicits another: two fail, one is a question.
    """
    yield from judge_change(target, Change.INJECTED)
