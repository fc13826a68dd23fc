"""Which language a page speaks: the choice of this browser, else the person's own, else Japanese.

Flask-Babel finds the locale for libraries that ask it; our own texts are looked up here directly, because a page
of a list asks for some hundred of them and Flask-Babel searches its request context anew for each.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from babel.support import LazyProxy, NullTranslations, Translations
from flask import g, has_request_context, request, session
from flask_babel import Babel, force_locale

from marketplace.identity import user_or_none

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

LOCALES = ("ja", "en")
DEFAULT = "ja"
TZ = "Asia/Tokyo"
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


@cache
def _catalogue(locale: str) -> NullTranslations:
    """Return the texts of a locale, read once a process; English is the source itself."""
    return Translations.load(str(Path(__file__).parent / "translations"), [locale])


def gettext(text: str, **values: object) -> str:
    """Return the text in the present locale, its %(name)s filled where values are given."""
    found: str = _catalogue(present_locale()).gettext(text)
    return found % values if values else found


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    """Return the text for a number in the present locale; `num` is offered as %(num)d."""
    found: str = _catalogue(present_locale()).ngettext(singular, plural, num)
    return found % {"num": num, **values}


def lazy_gettext(text: str, **values: object) -> str:
    """Return a text that is translated when it is shown; typed as the string it stands for."""
    return cast("str", LazyProxy(gettext, text, enable_cache=False, **values))


def present_locale() -> str:
    """Return 'ja' or 'en'."""
    spoken = _spoken.get()
    if spoken is not None:
        return spoken
    if not has_request_context():
        return DEFAULT
    locale: str | None = g.get("locale")
    if locale is None:
        locale = g.locale = _chosen()
    return locale


@contextmanager
def in_locale(locale: str) -> Iterator[None]:
    """Speak another person's language for a while: a notice is worded for its reader."""
    token = _spoken.set(locale if locale in LOCALES else DEFAULT)
    try:
        with force_locale(locale):
            yield
    finally:
        _spoken.reset(token)


def _chosen() -> str:
    if not has_request_context():
        return DEFAULT
    chosen = session.get("locale") or request.cookies.get("locale")
    if chosen in LOCALES:
        return str(chosen)
    user = user_or_none()
    return user.locale if user and user.locale in LOCALES else DEFAULT


def init_app(app: Flask) -> None:
    """Switch Babel on, and let templates use our look-up."""
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT
    app.config["BABEL_DEFAULT_TIMEZONE"] = TZ
    Babel(app, locale_selector=_chosen)
    catalogue = {
        "gettext": lambda text: _catalogue(present_locale()).gettext(text),
        "ngettext": lambda one, many, num: _catalogue(present_locale()).ngettext(one, many, num),
    }
    app.jinja_env.install_gettext_callables(catalogue["gettext"], catalogue["ngettext"], newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals["locale_choices"] = LOCALES
