"""Runs the demo's hosts on loopback in a process of their own, and ends it."""

from __future__ import annotations

import contextlib
import errno
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer

from auditor.demo import certificate_authority
from auditor.demo.answers import DemoHost
from auditor.demo.handler import RequestCounts, Served, handler_for
from auditor.demo.network import PORTS, DemoNetwork

_STOP_SECONDS = 30.0
READY = "ready"


class PortTaken(Exception):  # noqa: N818  # names the state
    """A port of the network is in use; the message names it and what to do."""


class Server:
    """The running process. It ends with ``stop``, and by itself when its parent ends."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def wait(self) -> None:
        """Block until the process ends; Ctrl-C ends the wait quietly."""
        with contextlib.suppress(KeyboardInterrupt):
            self.process.wait()

    def stop(self) -> None:
        """End the process; kill it when it does not end within 30 seconds."""
        self.process.terminate()
        if self.process.stdin:
            self.process.stdin.close()
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


@contextlib.contextmanager
def running(network: DemoNetwork) -> Iterator[Server]:
    """Serve the network by a process of its own while a block runs. Raises ``PortTaken`` when a port is in use."""
    require_free_ports(network)
    process = subprocess.Popen(_command(network), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
    server = Server(process)
    try:
        line = process.stdout.readline().strip() if process.stdout else ""
        if line != READY:
            raise PortTaken(line or "the demo network's process ended before it served a page")
        yield server
    finally:
        server.stop()


def serve(network: DemoNetwork) -> contextlib.AbstractContextManager[None]:
    """Serve the network by threads of this process while a block runs."""
    stack = contextlib.ExitStack()
    counts = RequestCounts()
    with contextlib.ExitStack() as starting:
        for host in network.hosts:
            starting.enter_context(_listening(network, host, counts))
        stack = starting.pop_all()
    return _Closing(stack)


def require_free_ports(network: DemoNetwork) -> None:
    """Raise ``PortTaken`` unless every port is free, the one without a server too."""
    for port in range(network.options.port, network.options.port + PORTS):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise _taken(port, error) from error


@contextlib.contextmanager
def _listening(network: DemoNetwork, host: DemoHost, counts: RequestCounts) -> Iterator[None]:
    try:
        server = _Server(("127.0.0.1", host.port), handler_for(Served(host, counts)))
    except OSError as error:
        raise _taken(host.port, error) from error
    with server:
        if host.certificate:
            secure = certificate_authority.context(host.certificate, network.certificates)
            server.socket = secure.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def handle_error(self, request: object, client_address: object) -> None:
        """Print nothing: clients that disconnect or do not trust a certificate are expected."""


class _Closing(contextlib.AbstractContextManager[None]):
    def __init__(self, stack: contextlib.ExitStack) -> None:
        self._stack = stack

    def __exit__(self, *_: object) -> None:
        self._stack.close()


def _taken(port: int, error: OSError) -> PortTaken:
    if error.errno != errno.EADDRINUSE:
        return PortTaken(f"Port {port} on 127.0.0.1 cannot be used ({error.strerror}); choose others with --port.")
    return PortTaken(
        f"Port {port} on 127.0.0.1 is in use, and the demo network needs {PORTS} ports in a row. "
        "End what uses it, or choose others with --port, for example --port 28080."
    )


def _command(network: DemoNetwork) -> list[str]:
    options = network.options
    named = {"zones": options.zones, "seed": options.seed, "port": options.port, "today": options.today}
    command = [sys.executable, "-m", "auditor.demo", *(f"--{name}={value}" for name, value in named.items())]
    return [*command, *(f"--without={fault}" for fault in options.without)]
