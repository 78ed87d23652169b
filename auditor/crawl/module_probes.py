"""Plans one address that cannot exist for each module, to learn how its server answers what is missing."""

from __future__ import annotations

from auditor import urls
from auditor.crawl.frontier import Frontier
from auditor.crawl.soft_404 import impossible_address
from auditor.model import CrawlRequest, FetchRecord, QueueKind, RequestPurpose


class ModuleProbes:
    """Soft 404 probes of one run; none where ``enabled`` is False."""

    def __init__(self, frontier: Frontier, *, enabled: bool) -> None:
        self._frontier = frontier
        self._enabled = enabled
        self._modules: set[str] = set()

    def remember(self, request: CrawlRequest) -> None:
        """Take up a request that an earlier process of the same run planned already."""
        if request.purpose is RequestPurpose.SOFT_404_PROBE:
            self._modules.add(urls.module_of(request.url))

    def after(self, request: CrawlRequest, record: FetchRecord) -> list[CrawlRequest]:
        """The probes due after an answer: of the module requested, and of the page that a redirect led to.

        Modules are those of the sites' pages and, beyond the depth, of all pages and redirects of their hosts.
        """
        if not self._enabled or request.probe or not record.target.state.is_alive:
            return []
        pages = [record.url] if record.page and record.site else []
        if self._frontier.is_own_host(request.host) and (
            record.page or request.url != record.url or record.answer.chain
        ):
            pages.append(request.url)
        probes = (self._probe(page, request.url) for page in dict.fromkeys(pages))
        return [probe for probe in probes if probe]

    def _probe(self, page: str, found_on: str) -> CrawlRequest | None:
        module = urls.module_of(page)
        if module in self._modules:
            return None
        self._modules.add(module)
        url = impossible_address(page)
        if url is None or not self._frontier.claim(url):
            return None
        return CrawlRequest(url, QueueKind.FETCH, urls.host_of(url), probe=True, found_on=found_on)
