"""Firefox, driven by the standard protocol WebDriver BiDi, which it speaks without any further program."""

import contextlib
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import websocket

PROGRAMS = ["firefox-esr", "firefox"]
PATIENCE = 120  # seconds


def find_firefox() -> str | None:
    """Return the path of Firefox, or None."""
    return next((path for name in PROGRAMS if (path := shutil.which(name))), None)


class Firefox:
    """One tab of a running Firefox."""

    def __init__(self, port: int) -> None:
        self.line = connected(f"ws://127.0.0.1:{port}/session")
        self.number = 0
        self.tell("session.new", capabilities={})
        self.tab = self.tell("browsingContext.getTree")["contexts"][0]["context"]

    def tell(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and return its result."""
        self.number += 1
        self.line.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while True:
            said = json.loads(self.line.recv())
            if said.get("id") == self.number:
                assert said["type"] == "success", said
                return dict(said["result"])

    def close(self) -> None:
        """End the connection."""
        self.line.close()

    def go(self, address: str) -> None:
        """Load a page."""
        self.tell("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def evaluate(self, function: str, *texts: str) -> Any:
        """Return the JSON value of a function of texts on the page; it may be asynchronous."""
        result = self.tell(
            "script.callFunction",
            functionDeclaration=f"async (...texts) => JSON.stringify(await ({function})(...texts))",
            arguments=[{"type": "string", "value": text} for text in texts],
            target={"context": self.tab},
            awaitPromise=True,
        )
        assert result["type"] == "success", result
        return json.loads(result["result"]["value"])


@contextlib.contextmanager
def started(profile: Path) -> Iterator[Firefox]:
    """Start Firefox with an empty profile, and end it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(find_firefox()), "--headless", "--no-remote", "--profile", str(profile)]
    command += ["--remote-debugging-port", str(port)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with contextlib.closing(Firefox(port)) as firefox:
            yield firefox
    finally:
        running.terminate()
        running.wait(PATIENCE)


def connected(address: str) -> websocket.WebSocket:
    """Return the connection, as soon as Firefox listens."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return websocket.create_connection(address, timeout=PATIENCE, suppress_origin=True)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
