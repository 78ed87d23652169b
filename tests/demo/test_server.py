"""The served network: what goes over the wire, counts, ports, certificates, and how it ends."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from demo_ports import free_port

from auditor.demo.network import PORTS, DemoNetwork, build
from auditor.demo.server import PortTaken, require_free_ports, running, serve

DAY = date(2026, 11, 23)


def request(url: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, url.partition(parts.netloc)[2] or "/", headers=named)
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


def home(network: DemoNetwork, number: int = 1) -> str:
    return network.portfolio.sites[number].url


def test_every_page_of_the_network_is_served_as_built(served: DemoNetwork) -> None:
    for url in served.kinds:
        answer, body = request(url)
        assert (answer.status, body) == (200, served.pages[url].body)


def test_validators_spare_a_second_body(served: DemoNetwork) -> None:
    first, _ = request(home(served))
    tag, changed = first.headers["ETag"], first.headers["Last-Modified"]
    for headers in ({"If_None_Match": tag}, {"If_None_Match": f"W/{tag}"}, {"If_Modified_Since": changed}):
        answer, body = request(home(served), **headers)
        assert (answer.status, body) == (304, b"")
    other, _ = request(home(served), If_None_Match='"other"', If_Modified_Since=changed)
    assert other.status == 200


def test_bodies_are_compressed_for_those_who_can_read_them(served: DemoNetwork) -> None:
    answer, body = request(home(served), Accept_Encoding="gzip, deflate")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == served.pages[home(served)].body
    assert request(home(served))[0].headers["Content-Encoding"] is None


def test_head_tells_the_length_and_sends_nothing(served: DemoNetwork) -> None:
    answer, body = request(home(served), "HEAD")
    assert int(answer.headers["Content-Length"]) == len(served.pages[home(served)].body)
    assert body == b""


def test_a_connection_is_kept_for_many_requests(served: DemoNetwork) -> None:
    parts = urlsplit(home(served))
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    for _ in range(3):
        connection.request("GET", parts.path)
        answer = connection.getresponse()
        assert (answer.version, answer.status) == (11, 200)
        answer.read()
    assert connection.sock is not None
    connection.close()


def test_every_spelling_of_home_answers_alike(served: DemoNetwork) -> None:
    url = home(served)
    bodies = {request(spelling)[1] for spelling in (url, url.rstrip("/"), f"{url}index.do?id=0")}
    assert len(bodies) == 1
    assert served.spellings[url.rstrip("/")] == url


@pytest.mark.parametrize(
    ("offset", "path", "status", "location"),
    [
        (0, "/", 302, "/ctlr?PRO=idx2015&lang=0"),
        (0, "/ctlr?PRO=news.rwdNewsView&id=99999999", 404, ""),
        (1, "/iphw/mo-north/index.do?id=99999999", 404, ""),
        (1, "/iphw/nowhere/", 404, ""),
        (2, "/epa/", 200, ""),
        (2, "/survey/2019", 404, ""),
        (2, "/gone", 410, ""),
        (2, "/error", 500, ""),
        (2, "/moved", 301, "/policy/2024"),
        (2, "/temporary", 302, "/activities/"),
        (2, "/old-article", 302, "/"),
        (2, "/loop", 302, "/loop-back"),
        (2, "/loop-back", 302, "/loop"),
        (3, "/association", 403, ""),
        (3, "/member", 999, ""),
        (3, "/busy", 429, ""),
        (3, "/robots.txt", 200, ""),
    ],
)  # fmt: skip
def test_hosts_answer_as_the_manifest_needs(
    served: DemoNetwork, offset: int, path: str, status: int, location: str
) -> None:
    answer, _ = request(f"http://127.0.0.1:{served.options.port + offset}{path}")
    assert answer.status == status
    assert (answer.headers["Location"] or "").endswith(location)
    assert bool(answer.headers["Location"]) == bool(location)


def test_the_search_knows_some_words_and_not_others(served: DemoNetwork) -> None:
    search = f"{home(served)}search.do?keyword="
    assert "共找到 2 筆" in request(f"{search}%E7%A7%9F%E5%94%AE")[1].decode()
    assert "查無符合的資料" in request(f"{search}qzxw")[1].decode()


def test_missing_entries_of_one_module_are_answered_with_success(served: DemoNetwork) -> None:
    module = f"{home(served, 3)}tbfaq.do?method=info&id="
    planted = [found.target for found in served.expected() if "tbfaq" in found.target]
    first, second = request(planted[0]), request(f"{module}98765432")
    assert (first[0].status, second[0].status) == (200, 200)
    assert first[1] == second[1]
    assert "查無此頁" in first[1].decode()


def test_downloads_without_a_name_say_what_they_are(served: DemoNetwork) -> None:
    answer, body = request(f"{home(served, 0)}ctlr?PRO=DownloadFile&t=3&id=133")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert body.startswith(b"%PDF")


def test_robots_and_sitemap_are_there(served: DemoNetwork) -> None:
    _, robots = request(f"http://127.0.0.1:{served.options.port + 1}/robots.txt")
    assert b"Crawl-delay: 0" in robots
    assert b"Disallow: /iphw/mo-central/calendar.do" in robots
    _, sitemap = request(f"http://127.0.0.1:{served.options.port + 1}/sitemap.xml")
    assert sitemap.count(b"<url>") == sum("/iphw/" in url for url in served.kinds)


def test_requests_are_counted_by_address(served: DemoNetwork) -> None:
    counted = f"http://127.0.0.1:{served.options.port + 2}"

    def requests_counted() -> int:
        return int(json.loads(request(f"{counted}/__demo__/counts")[1]).get(f"{counted}/epa/", 0))

    before = requests_counted()
    request(f"{counted}/epa/")
    request(f"{counted}/epa/", "HEAD")
    assert requests_counted() == before + 2


def test_one_certificate_is_good_and_one_has_expired(served: DemoNetwork) -> None:
    trusted = ssl.create_default_context(cafile=served.portfolio.trust)

    def shake(port: int) -> None:
        with socket.create_connection(("127.0.0.1", port), 10) as plain:
            trusted.wrap_socket(plain, server_hostname="127.0.0.1").close()

    shake(served.options.port + 6)
    with pytest.raises(ssl.SSLCertVerificationError, match="expired"):
        shake(served.options.port + 5)


def test_nobody_listens_on_the_last_port(served: DemoNetwork) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", served.options.port + PORTS - 1), 5)


def test_slow_pages_take_their_time(served: DemoNetwork) -> None:
    started = time.monotonic()
    request(f"http://127.0.0.1:{served.options.port + 4}/two")
    assert time.monotonic() - started >= 2.0


def test_a_port_in_use_is_named_with_what_to_do() -> None:
    first = free_port()
    network = build(zones=1, port=first, today=DAY)
    with socket.socket() as other:
        other.bind(("127.0.0.1", first + 4))
        other.listen()
        for attempt in (lambda: require_free_ports(network), lambda: running(network).__enter__()):
            with pytest.raises(PortTaken, match=rf"Port {first + 4} on 127\.0\.0\.1 is in use.*--port 28080"):
                attempt()


def test_threads_of_this_process_can_serve_it_too() -> None:
    network = build(zones=1, port=free_port(), today=DAY)
    with serve(network):
        assert request(home(network))[0].status == 200
    with pytest.raises(ConnectionRefusedError):
        request(home(network))


def test_the_process_serves_what_was_mended() -> None:
    network = build(zones=4, port=free_port(), today=DAY, without=("no-title",))
    with running(network):
        _, body = request(f"{home(network, 4)}news.do?method=list&page=1")
    assert b"<title></title>" not in body


def started(port: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "auditor.demo", "--zones", "1", "--port", str(port)]
    root = Path(__file__).parents[2]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root)


@pytest.mark.parametrize("how", ["input", "signal"])
def test_the_process_ends_when_its_input_closes_or_a_signal_comes(how: str) -> None:
    process = started(free_port())
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        assert process.stdout.readline() == "ready\n"
        if how == "input":
            process.stdin.close()
        else:
            os.kill(process.pid, signal.SIGTERM)
        assert process.wait(10) == 0


PARENT = """
import os, subprocess, sys
command = [sys.executable, "-m", "auditor.demo", "--zones", "1", "--port", sys.argv[2]]
child = subprocess.Popen(command, stdin=int(sys.argv[1]), stdout=subprocess.PIPE, text=True)
child.stdout.readline()
print(child.pid, flush=True)
os._exit(0)
"""


def test_the_process_ends_when_its_parent_dies_though_its_input_stays_open() -> None:
    reading, writing = os.pipe()
    command = [sys.executable, "-c", PARENT, str(reading), str(free_port())]
    root = Path(__file__).parents[2]
    try:
        parent = subprocess.run(command, pass_fds=(reading,), stdout=subprocess.PIPE, text=True, cwd=root, check=True)
        process = Path(f"/proc/{int(parent.stdout)}")
        deadline = time.monotonic() + 10
        while process.exists() and " Z " not in (process / "stat").read_text():
            assert time.monotonic() < deadline, "it outlived its parent"
            time.sleep(0.1)
    finally:
        os.close(reading)
        os.close(writing)


def test_the_process_says_when_it_cannot_begin() -> None:
    first = free_port()
    with socket.socket() as other:
        other.bind(("127.0.0.1", first))
        other.listen()
        with started(first) as process:
            printed, _ = process.communicate(timeout=20)
    assert process.returncode == 2
    assert f"Port {first} on 127.0.0.1 is in use" in printed
