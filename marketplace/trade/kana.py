"""Names as banks write them: half-width kana of JIS X 0201, one byte a character (R32 of the trade's rules).

Allowed are ｱ to ﾝ without small kana and ｦ, the marks ﾞ ﾟ (a byte of their own), A to Z, 0 to 9, space, ( ) - and the
full stop. The name comes from the passbook; it is respelled here, never guessed: kanji are refused, and so is a name
that is too long.
"""

from __future__ import annotations

import re
import unicodedata

import jaconv

from marketplace.i18n import lazy_gettext as _
from marketplace.trade.refusal import Refusal

ALLOWED = frozenset("ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ()-.")
MOST_OF_A_PAYEE = 30  # bytes
MOST_OF_A_REQUESTER = 40
_DASHES = str.maketrans(dict.fromkeys("ー‐‑‒–—―−ｰ", "-"))
_SPELT = str.maketrans(
    {"ヲ": "オ", "ヵ": "カ", "ヶ": "ケ", "ヮ": "ワ", "ヷ": "ワﾞ", "ヺ": "オﾞ", "\u3099": "ﾞ", "\u309a": "ﾟ"}
)
_MARKS = str.maketrans({"゛": "\u3099", "゜": "\u309a"})  # to be joined to the kana before them

# 法人略語, as bank transfers abbreviate the forms of companies: ｶ) in front, (ｶ at the end.
_FORMS = (
    (r"株式会社|\(株\)|カブシキガイシヤ|カブシキカイシヤ", "ｶ"),
    (r"有限会社|\(有\)|ユウゲンガイシヤ|ユウゲンカイシヤ", "ﾕ"),
    (r"合同会社|\(同\)|ゴウドウガイシヤ|ゴウドウカイシヤ", "ﾄﾞ"),
    (r"一般社団法人|イツパンシヤダンホウジン", "ｼﾔ"),
)
_ABBREVIATED = re.compile(r"^(?:ｶ|ﾕ|ﾄﾞ|ｼﾔ)\)|\((?:ｶ|ﾕ|ﾄﾞ|ｼﾔ)\)?$")


def _full_width(text: str) -> str:
    """Return the text in full-width katakana without small ones, half-width Latin letters and single spaces."""
    plain = unicodedata.normalize("NFKC", text.translate(_MARKS)).translate(_DASHES)
    plain = jaconv.enlarge_smallkana(jaconv.hira2kata(plain)).translate(_SPELT)
    return " ".join(plain.split())


def half_width(text: str) -> str:
    """Respell a name as far as it can be, whatever else is in it: for comparing, not for writing to a bank."""
    return jaconv.z2h(_full_width(text), kana=True, ascii=True, digit=True).upper()


def passbook_kana(text: str, *, most: int = MOST_OF_A_PAYEE) -> str:
    """Return an account holder's kana as a bank's record takes it, or refuse it and name what is wrong."""
    spelt = half_width(text)
    if not spelt:
        raise Refusal(_("The account holder's name in kana is missing."))
    for character in spelt:
        if character not in ALLOWED:
            raise Refusal(
                _("Banks do not take “%(character)s”. Write the name in kana as in the passbook.", character=character)
            )
    if len(spelt) > most:
        raise Refusal(
            _("The name takes %(length)s characters with its ﾞ and ﾟ; banks take %(most)s.", length=len(spelt), most=most)
        )
    return spelt


def legible_kana(text: str) -> str:
    """Return an account holder's kana as banks take it, in full-width katakana, which people read and compare."""
    return jaconv.h2z(passbook_kana(text), kana=True, ascii=False, digit=False)


def fitting(text: str, most: int) -> str:
    """Return a bank's or branch's own name for a record's field: optional there, so that what banks refuse is left out.

    Every name in zengin-code fits its fifteen bytes; a longer one would lose its end, for the code decides.
    """
    return "".join(character for character in half_width(text) if character in ALLOWED)[:most].rstrip()


def company_kana(name: str) -> str:
    """Suggest a company's name as its account has it: カブシキガイシャ ミナト becomes ｶ)ﾐﾅﾄ, ミナト 株式会社 ﾐﾅﾄ(ｶ.

    A suggestion only: the form of the company may be in kanji or kana, the rest must be in kana.
    """
    plain = _full_width(name)
    for form, short in _FORMS:
        if front := re.match(rf"(?:{form})\s*", plain):
            return f"{short}){half_width(plain[front.end() :])}"
        if end := re.search(rf"\s*(?:{form})$", plain):
            return f"{half_width(plain[: end.start()])}({short}"
    return half_width(plain)


def comparable(name: str) -> str:
    """Return what of a name is compared between an invoice and a bank's statement: no company form, no spaces."""
    return _ABBREVIATED.sub("", company_kana(name)).replace(" ", "")
