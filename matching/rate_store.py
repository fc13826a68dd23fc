"""A fitted guide of rates as bytes and a manifest, to be kept wherever files are kept.

Whoever keeps them apart (the manifest in a table, the bytes in a store of files) is told before anything is unpickled
that the bytes are not those of the manifest, or were made by other libraries: fit another guide then.
"""

import hashlib
import io
import pickle
from collections.abc import Mapping
from typing import Any

import joblib

from matching.rates import RateGuide
from matching.store import UnusableModel, libraries

FORMAT = 1
_COMPRESSED = 3


def packed(guide: RateGuide) -> tuple[bytes, dict[str, Any]]:
    """Return a fitted guide as bytes (about 80 kB), and the manifest that `unpacked` asks for with them."""
    file = io.BytesIO()
    joblib.dump(guide, file, compress=_COMPRESSED)
    content = file.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    return content, {"format": FORMAT, "sha256": digest, "libraries": libraries()}


def unpacked(content: bytes, manifest: Mapping[str, Any]) -> RateGuide:
    """Return the guide again; raises `UnusableModel`, with the reason, for anything else than what `packed` made."""
    if manifest.get("format") != FORMAT:
        raise UnusableModel(f"the guide is of format {manifest.get('format')}, not {FORMAT}")
    if manifest.get("libraries") != libraries():
        raise UnusableModel(f"the guide was made with {manifest.get('libraries')}")
    if hashlib.sha256(content).hexdigest() != manifest.get("sha256"):
        raise UnusableModel("the guide is damaged")
    try:
        guide = joblib.load(io.BytesIO(content))
    except (OSError, ValueError, EOFError, ImportError, AttributeError, pickle.UnpicklingError) as error:
        raise UnusableModel(f"the guide cannot be read: {error}") from error
    if not isinstance(guide, RateGuide):
        raise UnusableModel("the file holds no guide of rates")
    return guide
