"""Messages written by the product's own operation, and files of every kind that may be attached or not."""

from __future__ import annotations

import io
import zipfile
from itertools import count
from typing import TYPE_CHECKING

from marketplace.db import db
from marketplace.threads.operations import write_post
from marketplace.threads.states import Channel
from marketplace.threads.uploads import Upload
from tests.factories.keeping import keep

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.contracts.models import Contract
    from marketplace.pipeline.models import Application
    from marketplace.threads.models import Post

_number = count(1)
TEXT = "議事メモ".encode()
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 32
MAIN_PART = {
    "docx": "wordprocessingml.document",
    "xlsx": "spreadsheetml.sheet",
    "pptx": "presentationml.presentation",
}


def office_file(kind: str, **more: bytes) -> bytes:
    """Return a package that says of itself that it is one of an Office program; `more` are further entries."""
    main_part = f"application/vnd.openxmlformats-officedocument.{MAIN_PART[kind]}.main+xml"
    types = f'<Types><Override PartName="/main.xml" ContentType="{main_part}"/></Types>'
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", types)
        package.writestr("main.xml", "<main/>")
        for name, content in more.items():
            package.writestr(name.replace("__", "."), content)
    return kept.getvalue()


def make_post(
    subject: Application | Contract,
    author: User,
    channel: Channel = Channel.EVERYONE,
    words: str = "",
    *,
    files: int = 0,
) -> Post:
    """Write a message with so many small text files, and commit."""
    uploads = [Upload(f"メモ{at + 1}.txt", "text/plain", TEXT) for at in range(files)]
    words = words or f"{next(_number)}件目です。よろしくお願いします。"  # the same words at once are one message
    post = write_post(subject, channel, words, by=author, uploads=uploads)
    keep()
    db.session.refresh(post, ["attachments"])
    return post
