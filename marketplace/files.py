"""Stored files: a folder, or whatever fsspec reaches (s3://, gs://…). The one place that knows it.

A file is written before the row that names it is committed: what a rollback leaves behind is reached by nobody, and
each feature's daily job sweeps its own folder.
"""

from __future__ import annotations

import secrets
from datetime import date
from typing import TYPE_CHECKING, Any

import fsspec  # noqa: TID251 - the one place
from flask import current_app

from marketplace.clock import today

if TYPE_CHECKING:
    from collections.abc import Iterator


def put(content: bytes, *, folder: str) -> str:
    """Keep a file; return its key, `folder/2026-11-22/` and 128 random bits: nothing of it can be guessed."""
    key = f"{folder}/{today().isoformat()}/{secrets.token_hex(16)}"
    system, root = _place()
    system.makedirs(f"{root}/{key.rpartition('/')[0]}", exist_ok=True)
    system.pipe_file(f"{root}/{key}", content)
    return key


def read(key: str) -> bytes:
    """Return a file's content; FileNotFoundError where there is none."""
    system, root = _place()
    return bytes(system.cat_file(f"{root}/{key}"))


def delete(key: str) -> None:
    """Take a file away; one that is gone already is fine."""
    system, root = _place()
    if system.exists(f"{root}/{key}"):
        system.rm_file(f"{root}/{key}")


def keys_before(day: date, *, folder: str) -> Iterator[str]:
    """Return the keys of a folder's files that were written before a day."""
    system, root = _place()
    if not system.exists(f"{root}/{folder}"):
        return
    for path in system.find(f"{root}/{folder}"):
        written, _slash, name = path.rpartition(f"/{folder}/")[2].partition("/")
        if date.fromisoformat(written) < day:
            yield f"{folder}/{written}/{name}"


def _place() -> tuple[Any, str]:
    """Return the file system and the path in it that FILES_URL names, by default the instance's own folder."""
    config = current_app.config["PRODUCT"]
    system, root = fsspec.core.url_to_fs(config.files_url or f"file://{(config.instance / 'files').absolute()}")
    return system, str(root).rstrip("/")
