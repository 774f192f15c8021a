"""A minimal client of a language server: opens a file and waits for its diagnostics."""

from __future__ import annotations

import json
import subprocess
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class LanguageServer:
    """A language server that communicates over standard input and output.

    Args:
        command: the command that starts the server.
        root: the folder that is open in the editor.
        settings: the editor's settings.
    """

    def __init__(self, command: Sequence[str], root: Path, settings: dict[str, Any]) -> None:
        self._process = subprocess.Popen(
            command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in: IO[bytes] = self._process.stdin
        self._out: IO[bytes] = self._process.stdout
        parameters: dict[str, Any] = {"processId": None, "rootUri": root.as_uri(), "capabilities": {}}
        self._send({"id": 1, "method": "initialize", "params": parameters})
        while self._receive().get("id") != 1:
            pass
        self._send({"method": "initialized", "params": {}})
        self._send({"method": "workspace/didChangeConfiguration", "params": {"settings": settings}})

    def diagnostics(self, path: Path) -> list[dict[str, Any]]:
        """Opens a file and returns the diagnostics that the server publishes for it."""
        document = {"uri": path.as_uri(), "languageId": "python", "version": 1, "text": path.read_text("utf-8")}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        while True:
            message = self._receive()
            if message.get("method") == "textDocument/publishDiagnostics":
                found: list[dict[str, Any]] = message["params"]["diagnostics"]
                return found

    def close(self) -> None:
        """Stops the server."""
        self._process.kill()
        self._process.communicate()

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._in.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self._in.flush()

    def _receive(self) -> dict[str, Any]:
        length = 0
        while line := self._out.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the server has ended"
        message: dict[str, Any] = json.loads(self._out.read(length))
        return message
