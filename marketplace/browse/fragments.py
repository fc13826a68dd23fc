"""Drawn parts of public pages, kept while nothing they show has changed.

What everybody sees alike (the list without one's own matches, a posting without one's own fit) is drawn once per
language, day and revision of the list and of the catalogue. A key names everything else the part depends on; nobody's
own data may be in it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from markupsafe import Markup

from marketplace.clock import today
from marketplace.i18n import present_locale
from marketplace.vocabulary import revision

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

MOST = 200  # parts of 20 to 60 KB
_lock = threading.Lock()
_kept: OrderedDict[Hashable, str] = OrderedDict()


def kept(key: Hashable, draw: Callable[[], str]) -> Markup:
    """Return the part of this key in the present language, drawing it where it is not at hand."""
    whole = (key, present_locale(), today(), revision())
    with _lock:
        found = _kept.get(whole)
        if found is not None:
            _kept.move_to_end(whole)
    if found is None:
        found = draw()
        with _lock:
            _kept[whole] = found
            while len(_kept) > MOST:
                _kept.popitem(last=False)
    return Markup(found)  # noqa: S704 - our own template drew it


def forget() -> None:
    """Drop all parts, as a restart does."""
    _kept.clear()
