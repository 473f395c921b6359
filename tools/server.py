"""A small server for reading the built site on one's own machine."""

import functools
import http.server
import socket
import webbrowser

TRIED_PORTS = 20


class Pages(http.server.SimpleHTTPRequestHandler):
    """Serves files quietly, with the types that browsers insist on, and the book's own page for a wrong address."""

    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        # Some systems' own tables give text/plain here, and a browser then refuses to run the module.
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".svg": "image/svg+xml",
        ".wasm": "application/wasm",
        ".ipynb": "application/x-ipynb+json",
    }

    def log_message(self, format, *arguments):
        """Say nothing: a reader needs no log."""

    def send_error(self, code, message=None, explain=None):
        """Answer a wrong address with the book's own page."""
        page = self.translate_path("/404.html")
        try:
            with open(page, "rb") as file:
                body = file.read()
        except OSError:
            super().send_error(code, message, explain)
            return
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def start(folder, port=0):
    """Return a server of ``folder`` on the first free port from ``port`` on (0: any); it has not begun to serve."""
    handler = functools.partial(Pages, directory=str(folder))
    ports = range(port, port + TRIED_PORTS) if port else [0]
    for candidate in ports:
        if candidate and _taken(candidate):
            continue
        try:
            return http.server.ThreadingHTTPServer(("127.0.0.1", candidate), handler)
        except OSError:
            continue
    return None


def serve(folder, port, browser=True):
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


def _taken(port):
    # Windows lets two servers share a port, so binding is not a test.
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0
