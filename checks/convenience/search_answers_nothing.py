"""Searches that find nothing for a word that stands on the site."""

from collections.abc import Iterator

from auditor.model import (
    CannotJudge,
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
    id="search-answers-nothing",
    setting="search_probe",
    severity=Severity.SERIOUS,
    title=Text(zh="站內搜尋查不到結果", en="Search that finds nothing"),
    remedy=Text(
        zh="請確認全文檢索的索引已建立並定期更新；以「{word}」查詢應該要有結果。",
        en="See that the index of the full-text search is built and kept fresh; “{word}” should be found.",
    ),
    effect=Text(
        zh="民眾輸入「{word}」，網站回覆沒有資料，以為真的沒有。",
        en="Visitors who type “{word}” read that there is nothing, and believe it.",
    ),
    question=Text(
        zh="無法自動判斷搜尋「{word}」有沒有結果；sites.yaml 也可能沒有設定 search_probe。請在瀏覽器查詢一次。",
        en="A robot cannot see whether “{word}” was found; sites.yaml may lack search_probe. Try it in a browser.",
    ),
)
def search_answers_nothing(site: SiteFacts) -> Iterator[Verdict]:
    """The site's search, queried once for a word that must be found, lists results that a word without sense does not.

    Source: 自行評核表 1.2.2.2. Queried only where ``search_probe`` is configured.
    """
    search, word = site.search, site.site.search_word
    if search is None:
        raise CannotJudge(Untested.SETTING_MISSING, "search_probe")
    place = Place(search.url)
    if search.known is None or search.known.script_built:
        yield cant_tell(place, "no-readable-answer", word=word)
    elif none_found(search.known):
        yield failed(place, word=word)
    elif search.nonsense is not None and listed_results(search.known) - listed_results(search.nonsense):
        yield passed(place, href=search.url, words=word, status=search.status)
    else:
        yield cant_tell(place, "results-not-recognised", word=word)
