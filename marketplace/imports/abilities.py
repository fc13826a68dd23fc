"""Skills, certifications, industries, languages and tools named in a document's lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from marketplace import vocabulary
from marketplace.imports.spans import folded, obtained_in, years_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marketplace.imports.proposals import Found
    from marketplace.imports.rows import Row

_LEVEL = re.compile(r"(?:^|[\s(（・:：　])([ABC])(?=$|[\s)）・,、　])")
_MIX = re.compile(r"(参謀|戦略|推進|管理実行|事務局|支援)型\s*:?\s*(\d{1,3})\s*%?")
_MIX_OF = {"参謀": "strategic", "戦略": "strategic", "推進": "controlling", "管理実行": "controlling",
           "事務局": "supportive", "支援": "supportive"}  # fmt: skip
_LANGUAGES = {"日本語": "ja", "英語": "en", "中国語": "zh", "韓国語": "ko", "ベトナム語": "vi", "タイ語": "th",
              "インドネシア語": "id", "ドイツ語": "de", "フランス語": "fr", "スペイン語": "es", "ポルトガル語": "pt",
              "イタリア語": "it", "ロシア語": "ru", "ヒンディー語": "hi"}  # fmt: skip
_TONGUE = re.compile(rf"({'|'.join(_LANGUAGES)})(?:\s*[:(])?\s*([^、,;\n()]*)")
_CODED = re.compile(r"(?<![A-Za-z])([ABC][12]|N[1-5])(?!\d)")
_NATIVE = re.compile(r"母語|母国語|ネイティブ|native", re.IGNORECASE)
_SAYS_LITTLE = frozenset({"skill.leadership", "skill.consulting"})
_NO_CERTIFICATION = re.compile(r"^(?:なし|特になし|無し|無|-|取得年月|資格名?|名称|備考)$")
_DATED = re.compile(r"(?:(?:令和|平成|昭和)\s*(?:元|\d+)|(?:19|20)\d\d)\s*[年./-]?\s*\d{0,2}\s*月?\s*(?:取得|合格)?")
WHOLE = 100
LONGEST_NAME = 80


def pieces(text: str) -> Iterator[str]:
    """Cut an enumeration into its parts; commas inside brackets do not part."""
    depth, start = 0, 0
    for at, character in enumerate(text):
        depth += (character in "(（") - (character in ")）")
        if depth <= 0 and character in "、,，;；\n":
            yield text[start:at].strip()
            start = at + 1
    yield text[start:].strip()


def find_concepts(row: Row, found: Found) -> None:
    """Propose every skill, tool, certification and industry that the row names."""
    text = row.text
    for piece in pieces(text):
        concepts = vocabulary.concepts_in(piece)
        skills = [each for each in concepts if each.startswith("skill.") and each not in _SAYS_LITTLE]
        for concept in concepts:
            if concept in skills:
                found.add("skill", _skill(concept, piece, alone=len(skills) == 1), [row], key=concept)
            elif concept.startswith("tool."):
                found.add("tool", {"term": concept}, [row], key=concept)
            elif concept.startswith("cert."):
                _certification(piece if len(piece) <= LONGEST_NAME else "", concept, row, found)
            elif concept.startswith("industry."):
                found.add("industry", {"industry": concept, "years": _years(piece, concepts)}, [row], key=concept)


def _years(piece: str, concepts: tuple[str, ...]) -> int | None:
    """Years belong to a concept only where no other one could be meant."""
    return years_in(folded(piece)) if len(concepts) == 1 else None


def _skill(concept: str, piece: str, *, alone: bool) -> dict[str, str | int | None]:
    """Level and years only where they stand right beside it; otherwise the person says them."""
    plain = folded(piece)
    level = _LEVEL.search(plain) if alone else None
    short = alone and len(plain) <= LONGEST_NAME
    return {
        "concept": concept,
        "level": level[1] if level and short else "",
        "years": years_in(plain) if short else None,
    }


def find_certifications(row: Row, found: Found) -> None:
    """In the section of certifications every entry is one, known to the vocabulary or not."""
    cells = [words for _column, words in row.cells]
    parts = [piece for cell in cells for piece in pieces(cell)] if len(cells) == 1 else [row.text]
    for part in parts:
        known = next((each for each in vocabulary.concepts_in(part) if each.startswith("cert.")), "")
        _certification(part, known, row, found)


def _certification(words: str, concept: str, row: Row, found: Found) -> None:
    plain = folded(words)
    when = obtained_in(plain)
    name = vocabulary.label(concept) if concept else _bare_name(plain)
    if not name or _NO_CERTIFICATION.match(name) or len(name) > LONGEST_NAME:
        return
    year, month = when or (None, None)
    values = {"name": name, "obtained_year": year, "obtained_month": month}
    found.add("certification", values, [row], key=concept or name)


def _bare_name(plain: str) -> str:
    """Leave the name where dates, brackets and bullets are taken away."""
    plain = re.sub(r"\([^)]*\)", " ", plain)
    plain = re.sub(
        r"(?:(?:令和|平成|昭和)\s*(?:元|\d+)|(?:19|20)\d\d)\s*[年./-]?\s*\d{0,2}\s*月?\s*(?:取得|合格)?", " ", plain
    )
    return re.sub(r"\s+", " ", plain.strip(" ・■●◆○-:/　")).strip()


def find_languages(row: Row, found: Found) -> None:
    """英語 C1, 日本語N1, 中国語(母語): a level only where it is a coded one; other words become the remark."""
    for name, rest in _TONGUE.findall(folded(row.text)):
        coded = _CODED.search(rest)
        level = "native" if _NATIVE.search(rest) else (coded[1] if coded else "")
        words = re.sub(r"CEFR|JLPT", "", rest)
        note = "" if level and len(words.strip()) <= len(level) + 3 else words.strip(" ・:)　")[:120]
        found.add("language", {"language": _LANGUAGES[name], "level": level, "note": note}, [row], key=name)


def find_mix(row: Row, found: Found) -> None:
    """参謀型70/推進型30%: only where the shares make a whole."""
    shares = {_MIX_OF[name]: int(share) for name, share in _MIX.findall(folded(row.text))}
    if sum(shares.values()) == WHOLE:
        found.add("mix", {name: shares.get(name, 0) for name in ("strategic", "controlling", "supportive")}, [row])
