"""Writing one text in one way: widths, case, kana, long marks.

Two strengths. `normalise` keeps what a reader sees and is what indexes and similarities use. `fold` goes further, for
looking names up: hiragana become katakana, and spaces, middle dots and hyphens that writers put or leave out at will
disappear. Neither keeps the length of the text.
"""

import re
import unicodedata

KATAKANA = "ァ-ヺーヽヾ"
JAPANESE = rf"々〆〇ぁ-ゖゝゞ{KATAKANA}\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
"""A character class (without brackets) of scripts written without spaces; Hangul is in it so that parts are found."""

# Hyphens, dashes and lines that people type for the long mark after katakana, and for each other elsewhere.
_DASHES = re.compile("[\u2010-\u2015\u2212\u2500\u2501\ufe58\ufe63]")
_DASH_IN_KATAKANA = re.compile(rf"(?<=[ァ-ヺ])-(?=[{KATAKANA}])")
_WAVES = re.compile("[\u301c\u3030\u223c]")
_SPACES = re.compile(r"\s+")
_CONTROL = re.compile("[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]")

_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_LOOSE_SPACE = re.compile(rf" (?=[{JAPANESE}])|(?<=[{JAPANESE}]) ")
_LOOSE_DOT = re.compile(r"(?<=[ァ-ヺー])[・=](?=[ァ-ヺー])")
_LOOSE_HYPHEN = re.compile(r"(?<=[a-z])[-_](?=[a-z])")
_VU = {"ヴァ": "バ", "ヴィ": "ビ", "ヴェ": "ベ", "ヴォ": "ボ", "ヴ": "ブ", "マネージ": "マネジ", "ヶ": "ケ"}
_SPELLINGS = re.compile("|".join(_VU))


def normalise(text: str) -> str:
    """NFKC, lower case, one kind of dash, single spaces; half-width kana come out full, katakana stay katakana."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    text = _CONTROL.sub("", text)
    text = _WAVES.sub("~", _DASHES.sub("-", text))
    text = _DASH_IN_KATAKANA.sub("ー", text)
    return _SPACES.sub(" ", text).strip()


def fold(text: str) -> str:
    """Make the form in which aliases and texts are compared; `fold(fold(x)) == fold(x)`."""
    text = normalise(text).translate(_HIRAGANA_TO_KATAKANA)
    text = _LOOSE_HYPHEN.sub(" ", text)
    text = _LOOSE_SPACE.sub("", text)
    text = _LOOSE_DOT.sub("", text)
    return _SPELLINGS.sub(lambda found: _VU[found[0]], text)
