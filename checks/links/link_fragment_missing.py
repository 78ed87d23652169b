"""Links to a part of a page that the page does not have."""

from collections.abc import Iterator

from auditor.model import LinkTarget, Place, Severity, Text, Verdict, cant_tell, failed, link_check, passed


@link_check(
    id="link-fragment-missing",
    severity=Severity.MINOR,
    title=Text(zh="連結指向網頁中不存在的段落", en="Link to a part of a page that is not there"),
    remedy=Text(
        zh="請在目的網頁加上 id=「{fragment}」，或移除網址中 # 之後的部分。",
        en="Give the target page an element with id “{fragment}”, or drop what follows # in the address.",
    ),
    effect=Text(
        zh="網頁打得開，但停在最上方，民眾要自己找內容。",
        en="The page opens at its top, and visitors must look for the content themselves.",
    ),
    question=Text(
        zh="目的網頁的內容無法完整讀取；開啟後是否會到「{fragment}」的位置？",
        en="The target page could not be read in full; does it open at “{fragment}”?",
    ),
)
def link_fragment_missing(target: LinkTarget) -> Iterator[Verdict]:
    """Each part that some link names exists in the target page; judged only where the page itself opens."""
    if not target.state.is_alive:
        return
    for fragment in target.fragments:
        address = f"{target.url}#{fragment.name}"
        if fragment.found:
            yield passed(Place(address))
        elif fragment.found is None:
            yield cant_tell(Place(address), "not-readable", cause=address, fragment=fragment.name)
        else:
            yield failed(Place(address), cause=address, fragment=fragment.name)
