"""A site of markup, formulas and made-up personal numbers: nothing that leaves the store has one of the numbers.

One site is ours; another lies in the folder of cases, beside the repository, and is skipped where that is missing.
"""

from __future__ import annotations

import csv
import html
import re
import socket
import subprocess
import sys
import time
import unicodedata
import zipfile
from collections.abc import Iterator, Set
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import hostile_server
import pytest

SITES = """
contact: tests@example.gov.tw
inside: ["{origin}"]
drivers: 1
deadlines: {{escalation: head@example.gov.tw}}
sites:
  - id: evil
    names: [{{zh: 惡意站}}]
    kind: service_center
    url: "{origin}/"
    politeness: {{delay: 0, concurrency: 8}}
    default_owner: {{unit: 服務中心, email: unit@example.gov.tw}}
"""


FORMULA = {"=", "+", "-", "@"}
"""Signs that make a cell of a table a formula where they come first."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=["ours", "cases"])
def program(request: pytest.FixtureRequest) -> Path:
    """The program that serves the site."""
    if request.param == "ours":
        return Path(hostile_server.__file__)
    file: Path = request.getfixturevalue("cases") / "hostile" / "evilsite.py"
    if not file.is_file():
        pytest.skip("the hostile site is not there")
    return file


@pytest.fixture(scope="module")
def origin(program: Path) -> Iterator[str]:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, str(program), str(port)])
    for _ in range(100):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.kill()
    server.wait()


@pytest.fixture(scope="module")
def numbers(program: Path) -> frozenset[str]:
    """The digits of every number of the site's page of persons, without the first of a mobile number."""
    if program == Path(hostile_server.__file__):
        return hostile_server.NUMBERS
    page = folded(program.read_text(encoding="utf-8").partition('P = """')[2].partition('"""')[0])
    found = frozenset(re.findall(r"9110000\d\d|912000\d\d\d|a\d{9}|(?<=[a-z])[a-d]\d{8}", page))
    assert len(found) >= 35
    return found


def folded(text: str) -> str:
    """Letters and digits alone, with the tags and without, as somebody puts them together who looks for a number."""
    plain = unicodedata.normalize("NFKC", unquote(html.unescape(html.unescape(text)))).lower()
    return "|".join(re.sub(r"[^a-z0-9]", "", shown) for shown in (plain, re.sub(r"<[^<>]*>", "", plain)))


def texts_of(file: Path) -> Iterator[tuple[str, str]]:
    if file.suffix in {".xlsx", ".ods", ".odt"}:
        with zipfile.ZipFile(file) as archive:
            yield from (
                (f"{file.name}:{name}", archive.read(name).decode(errors="replace")) for name in archive.namelist()
            )
    elif file.suffix not in {".webp", ".pdf"}:
        yield file.name, file.read_text(encoding="utf-8", errors="replace")


def leaks(numbers: Set[str], name: str, text: str) -> list[str]:
    whole = folded(text)
    return [f"{name}: {number}" for number in sorted(numbers) if number in whole]


def auditor(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "auditor", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, check=False)


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory, origin: str) -> tuple[Path, dict[str, str]]:
    """The folder of a run, its compliance report and its backup; and everything that the commands printed."""
    folder = tmp_path_factory.mktemp("evil")
    (folder / "sites.yaml").write_text(SITES.format(origin=origin), encoding="utf-8")
    commands = {
        "run": ("run", "--verbose"),
        "english": ("report", "--language", "en"),
        "compliance": ("compliance", "--from", "2000-01-01", "--until", "2099-12-31"),
        "mail": ("mail", "--dry-run", "--attach", "csv"),
        "status": ("status",),
        "trace": ("trace", f"{origin}/gone/0911000014.pdf"),
        "trace json": ("trace", f"{origin}/personal", "--json"),
        "review": ("classification", "review", "review.xlsx"),
    }
    for name in ("links", "page", "metadata"):
        commands[name] = (name, f"{origin}/personal")
        commands[f"{name} json"] = (name, f"{origin}/personal", "--json", "--verbose", "--log-format", "json")
    for name in ("sarif", "junit"):
        commands[name] = ("page", f"{origin}/personal", f"--{name}")
    printed = {}
    for name, arguments in commands.items():
        result = auditor(folder, *arguments)
        assert "Traceback" not in result.stderr, result.stderr
        printed[name] = result.stdout + result.stderr
    return folder, printed


def test_no_personal_number_leaves_the_store(audited: tuple[Path, dict[str, str]], numbers: frozenset[str]) -> None:
    folder, printed = audited
    files = [file for file in folder.rglob("*") if file.is_file() and ".auditor" not in file.relative_to(folder).parts]
    assert len(files) > 20
    found = [leak for name, text in printed.items() for leak in leaks(numbers, name, text)]
    found += [leak for file in files for name, text in texts_of(file) for leak in leaks(numbers, name, text)]
    assert not found, "\n".join(found)


def test_masked_numbers_are_in_what_leaves(audited: tuple[Path, dict[str, str]]) -> None:
    folder, printed = audited
    assert "09********" in printed["links"]
    assert any("A*********" in text for file in folder.rglob("*.html") for _, text in texts_of(file))


class Executable(HTMLParser):
    """Collects what a browser would run: handlers, script addresses, and scripts that call ``alert``."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._script = tag == "script"
        for name, value in attrs:
            address = (value or "").strip().lower()
            if name.startswith("on") or (name in {"href", "src"} and address.startswith(("javascript:", "data:text"))):
                self.found.append(f"<{tag} {name}={value}>")

    def handle_data(self, data: str) -> None:
        if self._script and "alert(" in data:
            self.found.append(data[:80])

    def handle_endtag(self, tag: str) -> None:
        self._script = False


def test_nothing_that_leaves_is_executable(audited: tuple[Path, dict[str, str]]) -> None:
    folder, printed = audited
    pages = [file for file in folder.rglob("*.html") if ".auditor" not in file.parts]
    assert pages
    assert [(file.name, found) for file in pages for found in Executable(file.read_text(encoding="utf-8")).found] == []
    cells = [
        cell
        for file in folder.rglob("*.csv")
        for row in csv.reader(file.read_text(encoding="utf-8-sig").splitlines())
        for cell in row
    ]
    assert cells
    assert [cell for cell in cells if unicodedata.normalize("NFKC", cell).lstrip()[:1] in FORMULA] == []
    assert [name for name, text in printed.items() if re.search("[\x00\x07\x1b\u202a-\u202e\u2066-\u2069]", text)] == []


def test_what_is_executable_is_found() -> None:
    for text in ("<a onclick=x>", "<a href='javascript:x'>", "<script>alert(1)</script>"):
        assert Executable(text).found


def test_only_the_user_reads_what_is_written(audited: tuple[Path, dict[str, str]]) -> None:
    folder, _ = audited
    written = [path for place in (".auditor", "reports") for path in (folder / place).rglob("*")]
    assert written
    assert not [path for path in written if path.stat().st_mode & 0o077]
