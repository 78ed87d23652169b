"""Searches that find something for a word that stands nowhere."""

from collections.abc import Iterator

from auditor.model import (
    NONSENSE,
    CannotJudge,
    Document,
    Place,
    Severity,
    SiteFacts,
    Text,
    Untested,
    Verdict,
    cant_tell,
    failed,
    passed,
    site_check,
)
from auditor.standards.search_results import listed_results, none_found


@site_check(
    id="search-answers-anything",
    setting="search_probe",
    severity=Severity.MODERATE,
    title=Text(zh="查不存在的字詞也有結果", en="Search that finds what is not there"),
    remedy=Text(
        zh="查不到時請明白回覆「查無資料」並給建議；目前查「{word}」列出 {count} 筆。",
        en="Where nothing fits, state it and help on; now {count} results are listed for “{word}”.",
    ),
    effect=Text(
        zh="民眾看到一堆不相關的結果，分不出有沒有查到。",
        en="Visitors get a list of things that do not fit and do not know whether anything was found.",
    ),
    question=Text(
        zh="無法自動判斷查詢「{word}」的回覆；sites.yaml 也可能沒有設定 search_probe。請在瀏覽器查詢，應回覆查無資料。",
        en="A robot cannot read the answer to “{word}”; sites.yaml may lack search_probe. Try it in a browser: nothing "
        "should be found.",
    ),
)
def search_answers_anything(site: SiteFacts, document: Document) -> Iterator[Verdict]:
    """The site's search, queried once for a word without sense, reports that nothing was found, or lists nothing.

    Source: 自行評核表 1.2.2.2. Queried only where ``search_probe`` is configured.
    """
    search = site.search
    if search is None:
        raise CannotJudge(Untested.SETTING_MISSING, "search_probe")
    place, found = Place(search.url), search.nonsense
    if found is None or found.script_built:
        yield cant_tell(place, "no-readable-answer", word=NONSENSE)
        return
    listed = listed_results(found) - listed_results(document)
    if none_found(found) or not listed:
        yield passed(place, href=search.nonsense_url, words=NONSENSE, status=search.nonsense_status)
    else:
        yield failed(place, word=NONSENSE, count=len(listed))
