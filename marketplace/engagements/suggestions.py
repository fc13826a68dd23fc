"""From three sentences to a draft: the type mix, functions, phases, tools and industry that its words suggest."""

from __future__ import annotations

import statistics
from typing import Any

from sqlalchemy import select

from marketplace.db import db
from marketplace.engagements.listing import TYPE_COUNTS_FROM
from marketplace.engagements.models import Listing
from marketplace.vocabulary import TYPES, concepts_in, normalise

# Words that point to a type, from the trade's own descriptions of the three.
_SIGNS = {
    "strategic": (
        "参謀",
        "経営",
        "役員",
        "ポートフォリオ",
        "戦略",
        "投資",
        "構想",
        "ガバナンス",
        "cdo",
        "cio",
        "executive",
        "portfolio",
        "strategy",
        "governance",
    ),
    "controlling": (
        "進捗",
        "課題",
        "推進",
        "ベンダー",
        "移行",
        "計画",
        "リスク",
        "調整",
        "progress",
        "vendor",
        "issue",
        "plan",
    ),
    "supportive": (
        "議事録",
        "事務局",
        "資料",
        "会議体",
        "台帳",
        "集計",
        "minutes",
        "secretariat",
        "documents",
        "reports",
    ),
}
_FUNCTION_OF = {"strategic": "function.governance", "controlling": "function.control", "supportive": "function.support"}
FEWEST_RATES = 8


def suggested_values(need: str) -> dict[str, Any]:
    """Return column values of a draft that the words of a need suggest; nothing they do not say."""
    plain = normalise(need)
    hits = [sum(plain.count(word) for word in _SIGNS[kind]) for kind in TYPES]
    mix = _percent(hits)
    concepts = concepts_in(need)
    return {
        "background": need,
        **dict(zip(TYPES, mix, strict=True)),
        "functions": [_FUNCTION_OF[kind] for kind, share in zip(TYPES, mix, strict=True) if share >= TYPE_COUNTS_FROM],
        "phases": [each for each in concepts if each.startswith("phase.")],
        "tools": [each for each in concepts if each.startswith("tool.")],
        "industry": next((each for each in concepts if each.startswith("industry.")), ""),
    }


def _percent(hits: list[int]) -> list[int]:
    """Return shares in tens that sum to 100; the middle type where nothing points anywhere."""
    total = sum(hits)
    if total == 0:
        return [0, 100, 0]
    shares = [round(10 * hit / total) * 10 for hit in hits]
    shares[hits.index(max(hits))] += 100 - sum(shares)
    return shares


def market_rate(mix: tuple[int, int, int]) -> tuple[int, int, int] | None:
    """Return quartiles of the received rates of open postings of the leading type; None on too few."""
    kind = TYPES[max(range(3), key=lambda at: mix[at])]
    column = getattr(Listing, kind)
    rates = db.session.scalars(
        select(Listing.rate).where(Listing.is_open, column >= 50, Listing.rate > 0).limit(2000)  # noqa: PLR2004 - the leading type
    ).all()
    if len(rates) < FEWEST_RATES:
        return None
    low, middle, high = statistics.quantiles(rates, n=4)
    return int(low), int(middle), int(high)
