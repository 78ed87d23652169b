"""Metadata that is there only after scripts have run."""

from collections.abc import Iterator

from auditor.model import Head, Rendered, Severity, Text, Verdict, failed, page_check, passed
from auditor.standards.dublin_core import TAG_NAMES, known_tags

_NAMES = {name.casefold(): name for name in TAG_NAMES}


@page_check(
    id="dublin-core-script-born",
    severity=Severity.MODERATE,
    title=Text(zh="詮釋資料由程式在瀏覽器產生", en="Metadata written by scripts"),
    remedy=Text(
        zh="請由伺服器直接送出 {field}，不要等瀏覽器執行程式後才加上。",
        en="Send {field} with the page itself instead of adding it by a script in the browser.",
    ),
    effect=Text(
        zh="檢索系統不執行網頁程式，看不到這個欄位。",
        en="Search systems do not run the page's scripts and never see this field.",
    ),
)
def dublin_core_script_born(head: Head, rendered: Rendered) -> Iterator[Verdict]:
    """No field of metadata or classification is in the rendered page alone; the delivered one has it already."""
    delivered = {name for name, _ in known_tags(head)}
    shown = {_NAMES[name.casefold()] for name, content in rendered.metas if name.casefold() in _NAMES and content}
    for name in TAG_NAMES:
        if name in shown:
            yield passed(head.place) if name in delivered else failed(head.place, cause="scripts", field=name)
