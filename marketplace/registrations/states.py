"""What a look-up can show, and where it was made."""

from __future__ import annotations

from enum import StrEnum


class Result(StrEnum):
    """What the source showed for the number."""

    REGISTERED = "registered"
    REVOKED = "revoked"  # 取消・失効, from a day on
    NOT_FOUND = "not_found"


class Source(StrEnum):
    """Where it was looked up. This product asks nobody by itself: a person looks and writes down what it showed."""

    SITE = "nta_site"  # 国税庁 適格請求書発行事業者公表サイト
    DATA = "nta_data"  # its whole data set, downloaded
    NOTICE = "nta_notice"  # 登録通知書, shown by the person
