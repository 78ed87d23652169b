"""The whole audit, browser included, on three sets of Debian's documentation: time, memory, what was found.

    python -m benchmarks.real [--folder DIR]

Needs ``apt-get install debian-reference-zh-tw postgresql-doc-15 python3.11-doc nginx-light``. nginx serves the sets
on loopback ports 38101 to 38103 with its own configuration; ``sites.yaml`` beside this file says how they are audited.
Runs twice; the second run meets unchanged pages. Addresses outside the sets are excluded, so that nothing but this
machine is asked. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import msgspec

from benchmarks.demo import measured

ROOM = Path(__file__).parent
SETS = {
    38101: Path("/usr/share/debian-reference"),
    38102: Path("/usr/share/doc/postgresql-doc-15/html"),
    38103: Path("/usr/share/doc/python3.11/html"),
}
PACKAGES = "debian-reference-zh-tw postgresql-doc-15 python3.11-doc nginx-light"
SERVER = """
  server {{
    listen 127.0.0.1:{port};
    root {root};
    charset utf-8;
  }}"""
NGINX = """
worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/nginx.err; daemon off;
events {{ worker_connections 1024; }}
http {{
  types {{ text/html html; text/css css; application/javascript js; application/pdf pdf; image/png png;
           image/svg+xml svg; text/plain txt; application/gzip gz; application/zip zip; }}
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;{servers}
}}
"""


def main() -> None:
    """Serve, audit twice, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--folder", type=Path, help="keep store and reports here")
    folder = (options.parse_args().folder or Path(tempfile.mkdtemp(prefix="real-"))).resolve()
    missing = [str(root) for root in SETS.values() if not root.is_dir()]
    if missing or not shutil.which("nginx"):
        sys.exit(f"Missing: {', '.join(missing) or 'nginx'}. Run: apt-get install --no-install-recommends {PACKAGES}")
    server = _serve(folder)
    try:
        print("| run | wall s | CPU s | peak PSS MB | exit |\n|---|---|---|---|---|")
        for period in ("first", "second"):
            command = [
                *(sys.executable, "-m", "auditor", "run", f"--config={ROOM / 'sites.yaml'}", f"--period={period}"),
                *(f"--data={folder / 'data'}", f"--reports={folder / 'reports'}"),
            ]
            wall, cpu, peak, code = measured(command)
            print(f"| {period} | {wall:.0f} | {cpu:.0f} | {peak / 1e6:.0f} | {code} |", flush=True)
    finally:
        server.terminate()
        server.wait()
    _told(folder / "reports" / "first" / "findings.json")
    print(f"\nReports: {folder / 'reports'}")


def _serve(folder: Path) -> subprocess.Popen[bytes]:
    folder.mkdir(parents=True, exist_ok=True)
    servers = "".join(SERVER.format(port=port, root=root) for port, root in SETS.items())
    configuration = folder / "nginx.conf"
    configuration.write_text(NGINX.format(folder=folder, servers=servers), encoding="utf-8")
    program = shutil.which("nginx") or "nginx"
    server = subprocess.Popen([program, "-p", str(folder), "-c", str(configuration)], stderr=subprocess.DEVNULL)
    time.sleep(1)
    if server.poll() is not None:
        sys.exit(f"nginx did not start; read {folder / 'nginx.err'}.")
    return server


def _told(findings: Path) -> None:
    """Print pages and targets of each site, and the findings by check and outcome."""
    document = msgspec.json.decode(findings.read_bytes())
    print("\n| site | pages | targets | visits |\n|---|---|---|---|")
    for site in document["sites"]:
        print(f"| {site['id']} | {site.get('pages', '')} | {site.get('targets', '')} | {site.get('visits', '')} |")
    counted = Counter((one["check"], one["outcome"]) for one in document["findings"])
    print("\n| check | outcome | findings |\n|---|---|---|")
    for (check, outcome), count in sorted(counted.items()):
        print(f"| {check} | {outcome} | {count} |")


if __name__ == "__main__":
    main()
