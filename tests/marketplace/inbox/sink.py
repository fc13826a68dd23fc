"""A small SMTP server that keeps what it is given; it can refuse, hang up, or be slow on demand."""

from __future__ import annotations

import socketserver
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

from contextlib import contextmanager


@dataclass
class Sink:
    """What a server got, and the answer it gives to a mail."""

    mails: list[EmailMessage] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)  # recipients
    answer: bytes = b"250 kept"
    port: int = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        sink = cast("_Server", self.server).sink
        self._say(b"220 sink")
        while line := self.rfile.readline():
            command = line.decode().strip()
            sink.commands.append(command)
            word = command.split(" ")[0].upper()
            if word == "QUIT":
                self._say(b"221 bye")
                return
            if word == "DATA":
                self._data(sink)
            elif word == "RCPT" and any(address in command for address in sink.refused):
                self._say(b"451 try again later")
            else:
                self._say(b"250 yes")

    def _data(self, sink: Sink) -> None:
        self._say(b"354 go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        if sink.answer.startswith(b"2"):
            sink.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self._say(sink.answer)

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    sink: Sink


@contextmanager
def serving() -> Iterator[Sink]:
    """Run a server on a free port of this machine."""
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.sink = Sink(port=server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server.sink
        finally:
            server.shutdown()
            thread.join()
