"""Reading the demo's pages as an audit reads them."""

from __future__ import annotations

import msgspec

from auditor.demo.network import DemoNetwork
from auditor.extract.parse_batch import ParseJob, parse_batch
from auditor.model import Page, Site


def site_of(network: DemoNetwork, url: str) -> Site:
    return max((site for site in network.portfolio.sites if url.startswith(site.url)), key=lambda site: len(site.url))


def read(network: DemoNetwork, url: str) -> Page:
    answer = network.pages[url]
    charset = "utf-8" if "utf-8" in answer.media_type else ""
    (digested,) = parse_batch([ParseJob(url, answer.body, "text/html", charset, start=False)])
    return msgspec.msgpack.decode(digested.page, type=Page)
