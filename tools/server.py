"""A small server for reading the built site on one's own machine."""

import functools
import http.server
import socket
import webbrowser
from pathlib import Path
from typing import Any, ClassVar

TRIED_PORTS = 20


class Pages(http.server.SimpleHTTPRequestHandler):
    """Serves files quietly, with the types that browsers insist on, and the book's own page for a wrong address."""

    # Some systems' own tables call a script text/plain, and a browser then refuses to run it as a module.
    extensions_map: ClassVar[dict[str, str]] = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".svg": "image/svg+xml",
        ".wasm": "application/wasm",
        ".ipynb": "application/x-ipynb+json",
    }

    def log_message(self, *message: Any) -> None:
        """Say nothing: a reader needs no log."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a wrong address with the book's own page."""
        try:
            body = Path(self.translate_path("/404.html")).read_bytes()
        except OSError:
            super().send_error(code, message, explain)
            return
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def start(folder: Path, port: int = 0) -> http.server.ThreadingHTTPServer | None:
    """Return a server of ``folder`` on the first free port from ``port`` on (0: any), or None if there is none."""
    handler = functools.partial(Pages, directory=str(folder))
    for candidate in range(port, port + TRIED_PORTS) if port else [0]:
        if candidate and _taken(candidate):
            continue
        try:
            return http.server.ThreadingHTTPServer(("127.0.0.1", candidate), handler)
        except OSError:
            continue
    return None


def serve(folder: Path, port: int, browser: bool = True) -> int:
    """Serve ``folder`` until Ctrl-C; return the exit status."""
    server = start(folder, port)
    if server is None:
        print(f"No free port between {port} and {port + TRIED_PORTS - 1}; choose one with --port.")
        return 1
    address = f"http://127.0.0.1:{server.server_port}/"
    print(f"The book is at {address} (stop with Ctrl-C)", flush=True)
    if browser:
        webbrowser.open(address)
    with server:
        server.serve_forever()
    return 0


def _taken(port: int) -> bool:
    # Windows lets two servers share a port, so binding is not a test.
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0
