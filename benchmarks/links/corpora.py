"""The pages that are checked: one site made here, and the two sets of the folder that AUDITOR_BENCH names."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

PACKAGES = (
    *("postgresql-doc-15", "python3.11-doc", "python-django-doc", "python-sqlalchemy-doc", "sphinx-doc", "git-doc"),
    *("debian-policy", "debian-reference-en", "developers-reference", "debian-handbook", "apache2-doc"),
)
ONE = "127.0.2.1"
PORT = 8080
PAGES, LINKS, MISSING = 2_000, 60, 100
BIG, MANY = "127.0.2.2", 99_000


@dataclass(frozen=True)
class Corpus:
    """Sites by their home pages, all their pages (for tools that do not crawl), and the addresses known to be dead."""

    name: str
    homes: tuple[str, ...]
    pages: tuple[str, ...]
    dead: frozenset[str] = frozenset()
    inside: tuple[str, ...] = field(default=())
    made: Path | None = None


def prepare(folder: Path, bench: Path | None) -> dict[str, Corpus]:
    """Make all that can be made here, once; returns the corpora by name. Without ``bench`` it is ONE alone."""
    served = folder / "corpus"
    if not (served / "nginx.conf").exists():
        if bench is not None:
            _generate(served, folder, bench)
        _one_site(served / "sites" / ONE)
        _configure(served)
    made = {"ONE": _one(served), "BIG": _big(served / "sites" / BIG)}
    if bench is not None:
        known = json.loads((served / "corpus.json").read_text())
        made |= {name: _known(name, known[name]) for name in ("SYN", "REAL") if name in known}
    return made


def serve(folder: Path) -> None:
    """Start nginx over the corpora; ``stop`` ends it."""
    subprocess.run(_command(folder), check=True)


def stop(folder: Path) -> None:
    """End the nginx that ``serve`` started."""
    subprocess.run([*_command(folder), "-s", "stop"], check=True)


def unpacked(package: str, into: Path, downloads: Path) -> Path:
    """A Debian package unpacked into a folder of its own, without installing it."""
    place = into / package
    if not place.is_dir():
        downloads.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "download", "-q", package], cwd=downloads, check=True)  # noqa: S607
        (file,) = downloads.glob(f"{package}_*.deb")
        place.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["dpkg-deb", "-x", str(file), str(place)], check=True)  # noqa: S607
    return place


def _command(folder: Path) -> list[str]:
    return [_nginx(folder), "-e", str(folder / "nginx-start.log"), "-c", str(folder / "corpus" / "nginx.conf")]


def _nginx(folder: Path) -> str:
    return shutil.which("nginx") or str(unpacked("nginx", folder / "packages", folder / "debs") / "usr/sbin/nginx")


def _generate(served: Path, folder: Path, bench: Path) -> None:
    for package in PACKAGES:
        unpacked(package, folder / "packages", folder / "debs")
    script = bench / "links" / "gen_corpus.py"
    subprocess.run([sys.executable, str(script), str(served), "--deb-root", str(folder / "packages")], check=True)


def _one_site(root: Path) -> None:
    """2,000 pages of 26 KB, 60 links each: 10 of the navigation, 50 at random with a fragment; 100 pages missing."""
    dice = random.Random(11)  # noqa: S311 - the same pages on every machine
    words = "audit report header footer crawl budget page image title anchor domain cache schema rating review".split()
    root.mkdir(parents=True, exist_ok=True)
    for number in range(PAGES):
        near = (number + step for step in (1, 2, 3, 5, 8, 13, 21, 34, 55, 89))
        links = [f'<a href="p{page % PAGES}.html">{page}</a>' for page in near]
        links += [
            f'<a href="p{(page := dice.randrange(PAGES))}.html#s{dice.randrange(10)}">{page}</a>' for _ in range(50)
        ]
        if number < MISSING:
            links[-1] = f'<a href="gone{number}.html">gone</a>'
        parts = [f"<nav>{' '.join(links[:10])}</nav><main>"]
        for section in range(10):
            text = " ".join(dice.choices(words, k=330))
            parts.append(
                f'<h2 id="s{section}">{section}</h2><p>{text} {" ".join(links[10 + section * 5 : 15 + section * 5])}'
            )
        html = f"<!doctype html><html lang=en><meta charset=utf-8><title>{number}</title>{''.join(parts)}</main></html>"
        (root / f"p{number}.html").write_text(html)
    (root / "index.html").write_text((root / "p0.html").read_text())


def _configure(served: Path) -> None:
    """Let the server of the two sets serve ONE as well; without them, write its configuration."""
    file = served / "nginx.conf"
    listen = "".join(f"    listen {address}:{PORT} backlog=4096;\n" for address in (ONE, BIG))
    if file.exists():
        text = file.read_text()
        file.write_text(text.replace("    root ", f"{listen}    root ", 1))
        return
    file.write_text(
        f"worker_processes 2;\npid {served}/nginx.pid;\nerror_log {served}/nginx-error.log crit;\n"
        "events { worker_connections 16384; }\nhttp {\n  types { text/html html; }\n  access_log off;\n"
        "  keepalive_requests 10000000; add_header LinkChecker 1 always;\n"
        "  server { listen 127.0.0.1:8081; location = /status { stub_status; } }\n"
        f"  server {{\n{listen}    root {served}/sites/$server_addr;\n    index index.html;\n  }}\n}}\n"
    )


def _one(served: Path) -> Corpus:
    home = f"http://{ONE}:{PORT}/"
    pages = tuple(f"{home}p{number}.html" for number in range(PAGES))
    dead = frozenset(f"{home}gone{number}.html" for number in range(MISSING))
    assert (served / "sites" / ONE / "index.html").exists()  # noqa: S101
    return Corpus("ONE", (home,), pages, dead)


def _big(root: Path) -> Corpus:
    """99,000 small pages with 20 links each (a site may have 100,000 addresses), for the curve of memory.

    Every hundredth links to a page that is gone. Made when it is first asked for: the name is there without its pages.
    """
    home = f"http://{BIG}:{PORT}/"
    dead = frozenset(f"{home}d{number % 100}/gone{number}.html" for number in range(0, MANY, 100))
    pages = tuple(f"{home}d{n % 100}/p{n}.html" for n in range(MANY))
    return Corpus("BIG", pages[:1], pages, dead, made=root)


def fill(corpus: Corpus) -> None:
    """Write the pages of a corpus that is only made when it is asked for."""
    root = corpus.made
    if root is None or (root / "d99" / f"p{MANY - 1}.html").exists():
        return
    dice = random.Random(12)  # noqa: S311 - the same pages on every machine
    for number in range(MANY):
        folder = root / f"d{number % 100}"
        folder.mkdir(parents=True, exist_ok=True)
        # ten to the next pages, so that all are found, and ten at random
        near = [(number * 10 + step) % MANY for step in range(1, 11)]
        pages = [f"d{page % 100}/p{page}.html" for page in (*near, *(dice.randrange(MANY) for _ in range(10)))]
        if number % 100 == 0:
            pages[-1] = f"d{number % 100}/gone{number}.html"
        links = " ".join(f'<a href="/{page}">{page}</a>' for page in pages)
        html = f"<!doctype html><html lang=en><meta charset=utf-8><title>{number}</title><main><h1>{number}</h1>{links}"
        (folder / f"p{number}.html").write_text(html)


def _known(name: str, known: dict[str, object]) -> Corpus:
    homes, pages, dead = (tuple(known.get(key, ())) for key in ("sites", "pages", "broken"))  # type: ignore[call-overload]
    inside = ("http://127.0.0.1:9",) if name == "SYN" else ("http://127.0.0.30:8080",)
    listed = tuple(dict.fromkeys((*homes, *pages))) if name == "SYN" else pages
    return Corpus(name, homes, listed, frozenset(dead), inside)
