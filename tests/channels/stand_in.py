"""A provider that stands in for a real one: answers as it is told, and remembers what it was asked."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Asked:
    """One request as the provider got it; header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class StandIn:
    """`answer` is (status, body). `manner`: "answers", "hangs" (takes it, never answers), "drops" (takes it, hangs up), "drips"."""

    answer: tuple[int, bytes] = (200, b"{}")
    manner: str = "answers"
    asked: list[Asked] = field(default_factory=list)
    address: str = ""
    over: threading.Event = field(default_factory=threading.Event)


class _Handler(BaseHTTPRequestHandler):
    server: Any
    protocol_version = "HTTP/1.0"

    def _take(self) -> None:
        provider: StandIn = self.server.provider
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        provider.asked.append(Asked(self.command, self.path, headers, body))
        if provider.manner == "hangs":
            provider.over.wait(30)
            return
        if provider.manner == "drops":
            self.connection.close()
            return
        status, answer = provider.answer
        head = (
            f"HTTP/1.0 {status} So\r\nContent-Type: application/json\r\nContent-Length: {len(answer)}\r\n\r\n".encode()
        )
        if provider.manner == "drips":
            for byte in head:
                if provider.over.is_set():
                    return
                self.wfile.write(bytes((byte,)))
                self.wfile.flush()
                time.sleep(0.25)
        self.wfile.write(head + answer)

    do_GET = do_POST = do_PUT = do_DELETE = _take

    def log_message(self, *given: object) -> None:
        """Nothing."""

    def finish(self) -> None:
        with suppress(OSError, ValueError):
            super().finish()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever hung up, hung up."""

    def server_bind(self) -> None:
        socketserver.TCPServer.server_bind(self)  # without asking the resolver for our own name
        self.server_name, self.server_port = "localhost", self.server_address[1]


@contextmanager
def a_provider() -> Iterator[StandIn]:
    provider = StandIn()
    server = _Server(("127.0.0.1", 0), _Handler)
    server.provider = provider  # type: ignore[attr-defined]
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
