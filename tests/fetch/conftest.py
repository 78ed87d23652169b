"""Runs tests of the client over each HTTP transport."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from auditor.fetch import client
from auditor.fetch.aiohttp_transport import AiohttpTransport
from auditor.fetch.curl_transport import CurlTransport

_TRANSPORTS = {"aiohttp": AiohttpTransport, "curl": CurlTransport}


@pytest.fixture(scope="module", params=sorted(_TRANSPORTS))
def transport_name(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each transport in turn, as the one that ``FetchClient`` uses."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "AiohttpTransport", _TRANSPORTS[request.param])
        yield request.param
