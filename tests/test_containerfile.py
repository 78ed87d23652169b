"""The steps of the Containerfile in a clean root: everything this machine has is read-only below, all changes are lost.

No image is built; the root is an overlay over this machine's, so packages are looked up, not installed.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
FILE = REPOSITORY / "Containerfile"
_STEP = re.compile(r"^([A-Z]+)\s+(.*)$")
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
"""Where images of Debian look for programs; this machine may first find those that only its own user can read."""

_ENTER = """
set -eu
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/clean"
mount --rbind /dev "$1/clean/dev"
mount -t proc proc "$1/clean/proc"
mount -t tmpfs tmpfs "$1/clean/tmp"
mkdir -p "$1/clean/mnt/source" "$1/clean/old"
mount --bind "$2" "$1/clean/mnt/source"
cd "$1/clean"
pivot_root . old
umount -l /old
exec sh -eu /mnt/source/.steps.sh
"""
"""Enters the overlay as root of a mount namespace of its own: in a mere chroot Chromium could make no sandbox."""


def steps() -> list[tuple[str, str]]:
    """The instructions of the file with their words, in order."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [(found[1], found[2]) for line in lines if (found := _STEP.match(line))]


def test_the_file_ends_as_a_normal_user_who_runs_once() -> None:
    words = dict(steps())  # of instructions that stand twice the last
    assert words["USER"] == "auditor"
    assert json.loads(words["ENTRYPOINT"]) == ["/opt/auditor/.venv/bin/auditor"]
    assert json.loads(words["CMD"]) == ["run", "--once"]
    order = [name for name, _ in steps()]
    assert order.index("USER") > max(number for number, name in enumerate(order) if name == "RUN")


def test_what_setup_needs_is_installed() -> None:
    (install,) = [words for name, words in steps() if name == "RUN" and "apt-get install" in words]
    script = (REPOSITORY / "scripts" / "setup").read_text(encoding="utf-8")
    needed = set(re.findall(r"missing\+=\(([\w-]+)\)", script))
    assert needed <= set(install.split())


def test_nothing_of_this_machine_is_copied_into_the_image() -> None:
    ignored = (REPOSITORY / ".containerignore").read_text(encoding="utf-8").splitlines()
    assert {".auditor", ".venv", ".git", "reports"} <= set(ignored)


@pytest.fixture
def site() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(b"<html lang='zh-Hant-TW'><title>Home</title><h1>Home</h1>" if found else b"<title>404")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="mounts need root and unshare")
def test_the_steps_make_an_auditor_that_audits_as_its_user(tmp_path: Path, site: str) -> None:
    source = tmp_path / "source"
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=True).stdout
    for name in filter(None, tracked.decode().split("\0")):
        if (REPOSITORY / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPOSITORY / name, source / name)
    (source / "sites.yaml").write_text(
        f"sites:\n  - {{id: a, names: [{{zh: 甲}}], kind: service_center, url: '{site}/', politeness: {{delay: 0}}}}\n",
        encoding="utf-8",
    )
    (source / ".steps.sh").write_text(script_of(steps()), encoding="utf-8")
    overlay = tmp_path / "overlay"
    for name in ("upper", "work", "clean"):
        (overlay / name).mkdir(parents=True)
    overlay.chmod(0o755)
    for parent in (tmp_path, *tmp_path.parents[:2]):
        parent.chmod(0o755)
    done = subprocess.run(
        ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", _ENTER, "sh", overlay, source],
        capture_output=True, text=True, timeout=1_500, check=False,
    )  # fmt: skip
    assert done.returncode in {0, 1}, done.stdout + done.stderr  # 1: new faults of the little page
    assert "Sites audited: 1 of 1." in done.stdout, done.stdout + done.stderr
    assert "user 10001" in done.stdout


def script_of(instructions: list[tuple[str, str]]) -> str:
    """The instructions as a shell script; packages are looked up instead of installed, the last command is run."""
    lines, user = ["cd /", f"export PATH={_PATH}"], ""
    for name, words in instructions:
        if name == "RUN" and "apt-get install" in words:
            packages = [word for word in words.partition("apt-get install")[2].split("&&")[0].split() if word[0] != "-"]
            lines += [
                f"dpkg -s {package} >/dev/null 2>&1 || apt-cache show {package} >/dev/null" for package in packages
            ]
        elif name == "RUN":
            lines.append(f"({words})")
        elif name == "COPY":
            lines += ["mkdir -p /opt/auditor", "cp -a /mnt/source/. /opt/auditor/", "chown -R 0:0 /opt/auditor"]
        elif name == "ENV":
            lines += [f"export {pair}" for pair in shlex.split(words)]
        elif name == "WORKDIR":
            lines.append(f"mkdir -p {words} && cd {words}")
        elif name == "USER":
            user = words
    entry, command = (json.loads(dict(instructions)[name]) for name in ("ENTRYPOINT", "CMD"))
    lines += ["mkdir -p /etc/auditor", "cp /mnt/source/sites.yaml /etc/auditor/"]
    as_user = f"setpriv --reuid={user} --regid={user} --clear-groups env HOME=/var/lib/auditor"
    lines += [f"echo user $({as_user} id -u)", f"exec {as_user} {shlex.join([*entry, *command])}"]
    return "\n".join([*lines, ""])
