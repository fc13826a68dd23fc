"""How a file leaves: under its name, in the language that was asked for."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from flask import request, send_file

from marketplace.i18n import LOCALES, present_locale

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from marketplace.exports.papers import File


def asked_language() -> str:
    """Return the language a file is wanted in: the page's unless the address names the other one."""
    asked = request.args.get("language", "")
    return asked if asked in LOCALES else present_locale()


def sent(made: File) -> ResponseReturnValue:
    """Hand out a file under its name."""
    return send_file(
        io.BytesIO(made.content), mimetype=made.mimetype, as_attachment=True, download_name=made.name, etag=False
    )
