"""What a bench needs and may not find here: public data, and the rankers it measures against."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any

SOURCES = {
    "onet": (
        "eleven tables of the O*NET database as .xlsx files, Related Occupations.xlsx among them"
        " (https://www.onetcenter.org/database.html, CC BY 4.0)"
    ),
    "lightgbm-lambdarank": (
        "rank.train, rank.test and the .query file beside each"
        " (https://github.com/microsoft/LightGBM, examples/lambdarank, MIT)"
    ),
    "pmo-ja": "docs.tsv, queries.tsv and qrels.tsv (written for this project: ask its maintainers)",
}


def data_folder(name: str) -> Path:
    """Return the folder of a set of data; ends the bench with where it was looked for and how to get it."""
    folder = Path(os.environ.get("ENNOSHITA_DATA", "../shared/data")) / "ranking" / name
    if not folder.is_dir():
        raise SystemExit(
            f"{folder} is not there. It holds {SOURCES[name]}; put them into ranking/{name} of a folder of yours and"
            " set ENNOSHITA_DATA to that folder."
        )
    return folder


def needed(name: str) -> Any:  # noqa: ANN401 - a module without types
    """Return a module that only the benches use; ends the bench with how to install it."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise SystemExit(
            f"{error.name} is not installed: make .venv/bench-ready installs what is measured against."
        ) from error
