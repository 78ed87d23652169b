"""Scripts from hosts that no page of the sites loaded scripts from in earlier months."""

from collections.abc import Iterator

from auditor.model import LinkTarget, Notice, Place, Severity, Text, Verdict, failed, link_check, passed


@link_check(
    id="script-host-new",
    severity=Severity.NOTICE,
    title=Text(zh="網頁載入的程式來自以前沒有的主機", en="Script from a host that was not there before"),
    remedy=Text(
        zh="請確認是自己加上的程式（例如新的統計或嵌入服務）；不是的話，請立即移除並通報資安事件。",
        en="Make sure that it was added on purpose (a new counter or embedded service); else remove it and report it.",
    ),
    effect=Text(
        zh="外部程式可以改變網頁的任何內容；被植入的程式常由陌生的主機載入。",
        en="A script can change anything on a page; injected ones often come from unknown hosts.",
    ),
)
def script_host_new(target: LinkTarget) -> Iterator[Verdict]:
    """A script from a host outside all sites comes from one that earlier months knew.

    Nothing is stated in the first month of a store, for there is nothing to compare with.
    """
    if Notice.SCRIPT_HOST_NEW in target.notices:
        yield failed(Place(target.url), cause=target.url)
    elif Notice.SCRIPT_HOST_KNOWN in target.notices:
        yield passed(Place(target.url))
