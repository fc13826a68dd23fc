"""Taking out of free text what says who the person is: a profile without a name must not name it in its prose.

Names are found as people write them: with or without spaces, half- or full-width, in kana, in another form of a
character (髙 for 高). When in doubt it takes out too much.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from marketplace.i18n import gettext as _
from marketplace.vocabulary import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from marketplace.profiles.models import Consultant

_KANJI = "一-鿿㐀-䶿々〆ヶ"
_HIRAGANA, _KATAKANA = "ぁ-ゖー", "ァ-ヺー"
_TO_HIRAGANA = {katakana: katakana - 0x60 for katakana in range(ord("ァ"), ord("ヶ"))}
_TO_KATAKANA = {hiragana: hiragana + 0x60 for hiragana in range(ord("ぁ"), ord("ゖ"))}
# Forms of characters in names that NFKC leaves apart.
_FORMS = str.maketrans(
    "髙﨑埼碕濵濱邊邉齋齊斉廣澤櫻國嶋嶌眞曾渕惠德瀨", "高崎崎崎浜浜辺辺斎斎斎広沢桜国島島真曽淵恵徳瀬"
)
# One character with the marks that belong to it: half-width kana with its voicing, a letter with combining marks.
_UNITS = re.compile("[\uff66-\uff9d][\uff9e\uff9f]|.[\u3099\u309a\u0300-\u036f]*", re.DOTALL)
_HALF_WIDTH = {0x3000: " ", **{full: chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F)}}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_LEGAL_FORM = re.compile(
    r"(株式会社|有限会社|合同会社|合資会社|合名会社|一般社団法人|一般財団法人|\(株\)|\(有\)|\(同\)"
    r"|,? ?\b(inc|ltd|llc|co|corp|corporation|k\.?k)\b\.?)"
)
_DASH = r"[ \-‐‑‒–—―−ー・()]"
_DOT, _AT = r" ?(?:\.|\[dot\]|\(dot\)) ?", r" ?(?:@|\[at\]|\(at\)) ?"
_CONTACTS = (
    re.compile(rf"(?<![a-z0-9.+%_-])[a-z0-9.+%_-]++{_AT}[a-z0-9-]++(?:{_DOT}[a-z0-9-]++)+"),  # mail
    re.compile(r"(?:https?://|www\.)[!-'*-~]+"),
    re.compile(
        r"(?<![a-z0-9@.-])(?!(?:asp|ado|vb)\.net)(?:[a-z0-9-]++\.)+(?:jp|com|net|org|io|dev|me|info|biz)(?![a-z0-9])"
        r"(?:/[!-'*-~]*)?"
    ),
    re.compile(r"(?<![a-z0-9])@[a-z0-9_]{3,}"),  # a name on some other service
    re.compile(rf"(?<![\d,])(?:\+ ?81{_DASH}?(?:\(0\))?|0)(?:{_DASH}{{0,2}}\d){{8,10}}(?![\d,])"),  # telephone
    re.compile(rf"(?<![a-z])t{_DASH}?(?:\d{_DASH}?){{12}}\d(?!\d)"),  # a registration number: its register names people
)
SHORTEST_MAIL_PART = 4
NO_NAMES = frozenset({"info", "mail", "contact", "office", "consultant", "freelance", "project", "work", "test"})
SHORTEST_COMPANY = 2  # one character is in too many words
_KANA: tuple[dict[int, int], ...] = (_TO_HIRAGANA, _TO_KATAKANA)
_GAP = r"[\s・,.\-]*"
_NOTHING = r"(?!)"
_HONOURED = r"(?=さん|様|氏|です|と申|と言|といい|\s*\()"
UNSPACED = range(3, 7)  # lengths of a Japanese name written in one run that are cut into family and given name


def redact(text: str, consultant: Consultant) -> str:
    """Return the text without anything that names the person, its employers or a way to reach it.

    The profile's projects and blocked companies must be loaded.
    """
    if not text:
        return text
    folded, begins, ends = _fold(text)
    spans = [found.span() for pattern in _patterns_in(folded, consultant) for found in pattern.finditer(folded)]
    if not spans:
        return text
    shown, at = [], 0
    for begin, end in _merged(spans):
        shown += [text[at : begins[begin]], _("[not shown]")]
        at = ends[end - 1]
    return "".join([*shown, text[at:]])


def _fold(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """Fold width, case and forms of characters; with where in `text` each character of the result begins and ends."""
    quick = text.translate(_HALF_WIDTH)
    if unicodedata.is_normalized("NFKC", quick) and not _INVISIBLE.search(quick):
        quick = quick.casefold().translate(_FORMS)
        if len(quick) == len(text):
            return quick, range(len(text)), range(1, len(text) + 1)
    folded: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    for unit in _UNITS.finditer(text):
        plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", unit[0])).casefold().translate(_FORMS)
        folded.append(plain)
        begins += [unit.start()] * len(plain)
        ends += [unit.end()] * len(plain)
    return "".join(folded), begins, ends


def bare_name(text: str) -> str:
    """Return a name as it compares with another spelling of it: 髙橋 太郎 and 高橋太郎, ﾀﾛｳ and たろう are one."""
    return re.sub(_GAP, "", _fold(text)[0]).translate(_TO_KATAKANA)


def _patterns_in(folded: str, consultant: Consultant) -> Iterator[re.Pattern[str]]:
    """The patterns that can occur in this text at all: those whose every character does."""
    yield from _CONTACTS
    named_as = (consultant.user.name, consultant.name_kana, mail_names(consultant.user.email))
    people = (*named_as, *(consultant.former_names or ()))
    companies = [each.employer for each in consultant.projects]
    companies += [each.name for each in consultant.blocked_companies]
    characters = set(folded)
    for word, pattern in _words(people, tuple(companies)):
        if characters.issuperset(word):
            yield re.compile(pattern)


@lru_cache(maxsize=512)
def _words(people: tuple[str, ...], companies: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Pairs of a word's characters and the pattern that finds it."""
    return tuple(
        {pair for name in people for pair in _person(name)} | {p for name in companies for p in _company(name)}
    )


def _merged(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join spans that touch, in order."""
    present: tuple[int, int] | None = None
    for begin, end in sorted(spans):
        if present and begin <= present[1]:
            present = (present[0], max(present[1], end))
            continue
        if present:
            yield present
        present = (begin, end)
    if present:
        yield present


def mail_names(email: str) -> str:
    """The words before the @ of an address are often the romanised name."""
    parts = re.split(r"[^a-z]+", email.partition("@")[0].lower())
    return " ".join(part for part in parts if len(part) >= SHORTEST_MAIL_PART and part not in NO_NAMES)


def _person(name: str) -> Iterator[tuple[str, str]]:
    parts = re.findall(r"[^\s・,.\-]+", _fold(name)[0])
    if not parts:
        return
    if len(parts) == 1 and len(parts[0]) in UNSPACED and re.fullmatch(f"[{_KANJI}]+", parts[0]):
        parts = [parts[0][:2], parts[0][2:]]
    for written in {tuple(parts), *(tuple(part.translate(kana) for part in parts) for kana in _KANA)}:
        if len(written) > 1:
            yield "".join(written), _GAP.join(_loose(part) for part in written)
            yield "".join(written), _GAP.join(_loose(part) for part in reversed(written))
        for part in written:
            yield part, _bounded(part)


def _loose(part: str) -> str:
    """A name set with spaces between its characters (山 田)."""
    return r"\s*".join(re.escape(character) for character in part)


def _bounded(part: str) -> str:
    """A name's part as a word: within a longer word (ヤマ in ヤマト, 森 in 森林) it names nobody."""
    plain = re.escape(part)
    if re.search("[a-z]", part):
        return rf"(?<![a-z]){plain}(?![a-z])" if len(part) > 1 else _NOTHING
    if re.fullmatch(f"[{_KATAKANA}]+", part):
        return rf"(?<![{_KATAKANA}]){plain}(?![{_KATAKANA}])"
    if re.fullmatch(f"[{_HIRAGANA}]{{1,2}}", part):
        return rf"(?<![{_HIRAGANA}]){plain}(?:{_HONOURED}|(?!\w))"
    if len(part) == 1:
        return rf"(?<![{_KANJI}]){plain}(?:{_HONOURED}|(?![{_KANJI}{_KATAKANA}]))"
    return plain


def _company(name: str) -> Iterator[tuple[str, str]]:
    folded = re.sub(r"\s+", " ", _fold(name)[0]).strip()
    core = re.sub(r"\s+", " ", _LEGAL_FORM.sub("", folded)).strip(" ,.・")
    for each in {folded, core}:
        if len(each) < SHORTEST_COMPANY or (each != folded and named(each)):  # PMO株式会社 does not take every PMO out
            continue
        plain = _loose(each.replace(" ", ""))
        before = "(?<![a-z])" if "a" <= each[0] <= "z" else ""
        after = "(?![a-z])" if "a" <= each[-1] <= "z" else ""
        yield each.replace(" ", ""), before + plain + after
