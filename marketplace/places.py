"""The 47 prefectures by JIS X 0401 code, in the order every Japanese form uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.i18n import present_locale

if TYPE_CHECKING:
    from flask import Flask

_TABLE = """
北海道 Hokkaido 青森県 Aomori 岩手県 Iwate 宮城県 Miyagi 秋田県 Akita 山形県 Yamagata 福島県 Fukushima
茨城県 Ibaraki 栃木県 Tochigi 群馬県 Gunma 埼玉県 Saitama 千葉県 Chiba 東京都 Tokyo 神奈川県 Kanagawa
新潟県 Niigata 富山県 Toyama 石川県 Ishikawa 福井県 Fukui 山梨県 Yamanashi 長野県 Nagano 岐阜県 Gifu
静岡県 Shizuoka 愛知県 Aichi 三重県 Mie 滋賀県 Shiga 京都府 Kyoto 大阪府 Osaka 兵庫県 Hyogo 奈良県 Nara
和歌山県 Wakayama 鳥取県 Tottori 島根県 Shimane 岡山県 Okayama 広島県 Hiroshima 山口県 Yamaguchi
徳島県 Tokushima 香川県 Kagawa 愛媛県 Ehime 高知県 Kochi 福岡県 Fukuoka 佐賀県 Saga 長崎県 Nagasaki
熊本県 Kumamoto 大分県 Oita 宮崎県 Miyazaki 鹿児島県 Kagoshima 沖縄県 Okinawa
"""
_NAMES = _TABLE.split()
PREFECTURES: dict[str, tuple[str, str]] = {
    f"{number:02d}": (ja, en) for number, (ja, en) in enumerate(zip(_NAMES[::2], _NAMES[1::2], strict=True), start=1)
}


def prefecture(code: str) -> str:
    """Return a prefecture's name in the reader's language; empty for no code."""
    names = PREFECTURES.get(code)
    return "" if names is None else names[0 if present_locale() == "ja" else 1]


def full_address(code: str, address: str) -> str:
    """Return an address with its prefecture named once, in the language in which the address is written."""
    if not address or code not in PREFECTURES:
        return address or prefecture(code)
    ja, en = PREFECTURES[code]
    if address.startswith(ja) or en.casefold() in address.casefold():
        return address
    return f"{address}, {en}" if address.isascii() else f"{ja}{address}"


def choices() -> list[tuple[str, str]]:
    """Return (code, name) of all, north to south."""
    return [(code, prefecture(code)) for code in PREFECTURES]


def init_app(app: Flask) -> None:
    """Offer both to templates, as `code|prefecture` and `code|full_address(address)`."""
    app.jinja_env.filters.update(prefecture=prefecture, full_address=full_address)
