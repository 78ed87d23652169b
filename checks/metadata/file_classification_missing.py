"""Documents to download that no classified page leads to."""

from collections import defaultdict
from collections.abc import Iterator

from auditor.model import PageSummary, Place, Severity, SiteFacts, Text, Verdict, failed, passed, site_check


@site_check(
    id="file-classification-missing",
    severity=Severity.MODERATE,
    title=Text(zh="檔案沒有分類", en="File without classification"),
    remedy=Text(
        zh="檔案以連結它的網頁分類。請在 {page} 補上主題、施政、服務三種分類代碼。",
        en="A file takes its classes from the page that links to it. Give {page} codes of theme, policy and service.",
    ),
    effect=Text(
        zh="民眾用分類檢索找不到這個檔案。",
        en="The public cannot find the file by class.",
    ),
)
def file_classification_missing(facts: SiteFacts) -> Iterator[Verdict]:
    """Each of the site's own documents is linked from a page with codes in all three fields of classification.

    Documents that are not there are left out.
    """
    linking: dict[str, list[PageSummary]] = defaultdict(list)
    for page in facts.pages:
        for file in page.files if not page.is_error else ():
            if _is_ours(file.url, facts):
                linking[file.url].append(page)
    for url, pages in linking.items():
        target = facts.file_targets.get(url)
        if target is not None and target.state.is_dead:
            continue  # what is not there needs no class
        if any(_classified(page) for page in pages):
            yield passed(Place(pages[0].url), href=url)
        else:
            yield failed(Place(pages[0].url), cause=pages[0].url, page=pages[0].url, file=url)


def _classified(page: PageSummary) -> bool:
    return all(part.strip() for part in page.classification)


def _is_ours(url: str, facts: SiteFacts) -> bool:
    """Whether a file lies on the site's own host."""
    return url.split("/")[:3] == facts.site.url.split("/")[:3]
