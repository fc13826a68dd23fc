"""Which language a page speaks: the choice of this browser, else the person's own, else Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import has_request_context, request, session
from flask_babel import Babel, force_locale, get_locale
from flask_babel import gettext as _gettext
from flask_babel import lazy_gettext as _lazy_gettext

from marketplace.identity import user_or_none

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from flask import Flask

LOCALES = ("ja", "en")
DEFAULT = "ja"
TZ = "Asia/Tokyo"


def gettext(text: str, **values: object) -> str:
    """Return the text in the present locale."""
    return str(_gettext(text, **values))


def lazy_gettext(text: str, **values: object) -> str:
    """Return a text that is translated when it is shown; typed as the string it stands for."""
    return cast("str", _lazy_gettext(text, **values))


def present_locale() -> str:
    """Return 'ja' or 'en'."""
    locale = get_locale()
    return locale.language if locale else DEFAULT


def in_locale(locale: str) -> AbstractContextManager[None]:
    """Speak another person's language for a while: a notice is worded for its reader."""
    return force_locale(locale)  # type: ignore[no-any-return]


def _chosen() -> str:
    if not has_request_context():
        return DEFAULT
    chosen = session.get("locale") or request.cookies.get("locale")
    if chosen in LOCALES:
        return str(chosen)
    user = user_or_none()
    return user.locale if user and user.locale in LOCALES else DEFAULT


def init_app(app: Flask) -> None:
    """Switch Babel on."""
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT
    app.config["BABEL_DEFAULT_TIMEZONE"] = TZ
    Babel(app, locale_selector=_chosen)
    app.jinja_env.globals["locale_choices"] = LOCALES
