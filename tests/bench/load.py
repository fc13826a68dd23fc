"""A small HTTP load: keep-alive connections that ask the next address as soon as they have their answer."""

from __future__ import annotations

import asyncio
import statistics
import time
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds of one request, and requests a second."""

    median: float
    p95: float
    rate: float
    requests: int


async def _one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> None:
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if not head.startswith(b"http/1.1 200"):
        raise RuntimeError(f"{path}: {head[:60]!r}")
    length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
    await reader.readexactly(length)


async def _connection(port: int, paths: Iterator[str], until: float, times: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    while time.perf_counter() < until:
        began = time.perf_counter()
        await _one(reader, writer, next(paths))
        times.append(time.perf_counter() - began)
    writer.close()


async def _load(port: int, paths: Sequence[str], connections: int, seconds: float) -> tuple[list[float], float]:
    times: list[float] = []
    began = time.perf_counter()
    shared = cycle(paths)
    await asyncio.gather(*(_connection(port, shared, began + seconds, times) for _ in range(connections)))
    return times, time.perf_counter() - began


def measure(port: int, paths: Sequence[str], *, connections: int = 1, seconds: float = 3.0) -> Figures:
    """Ask the addresses in turn for some seconds and return what it took."""
    times, elapsed = asyncio.run(_load(port, paths, connections, seconds))
    ordered = sorted(each * 1000 for each in times)
    p95 = ordered[int(len(ordered) * 0.95)]
    return Figures(statistics.median(ordered), p95, len(times) / elapsed, len(times))
