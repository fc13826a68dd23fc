"""Pair features about what was done before: industries, past projects and text.

What columns say of industries is computed for everybody; what texts say, which costs most, for the rows asked for.
"""

from collections.abc import Mapping

import numpy as np

from matching.columns import GOES_ON, PHASE_BITS, UNKNOWN_DAY, bits, short_key
from matching.concept_features import MOST_YEARS
from matching.evidence import concept_of
from matching.held import HUNDRED, NEIGHBOUR_SHARE, measured
from matching.index import Part, Rows
from matching.reading import Reading
from matching.standing_features import fading, recency_of_projects
from matching.words import Vector, nearest

_MANY_PROJECTS = 3
_TEXT_SCALE = 4.0
"""Cosines to the heaviest words of a Japanese text seldom pass a quarter; beyond that they say no more."""
OF_PROFILE = {"required_text": "required", "text_profile": "posting", "text_title": "title"}
OF_PROJECTS = ("text_projects", "best_project")


def told_by_texts(reading: Reading) -> tuple[str, ...]:
    """Return the features that `text_features` finds for this posting."""
    of_profile = [name for name, text in OF_PROFILE.items() if text in reading.named]
    return (*of_profile, *(OF_PROJECTS if _says_anything(reading) else ()))


def best_project_at_most(reading: Reading, part: Part, in_industry: Vector | None) -> Vector:
    """Return what `best_project` cannot exceed, for everybody, from columns alone; (n,).

    `in_industry` is how many projects somebody has in the posting's industry, in any unit.
    """
    parts = 1 + (in_industry is not None) + bool(bits(reading.brief.phases, PHASE_BITS))
    at_most = recency_of_projects(part, reading.as_of) * np.float32(0.5) + np.float32(0.5)
    if in_industry is not None:
        at_most *= np.where(in_industry > 0, np.float32(1), np.float32((parts - 1) / parts))
    return at_most


def text_features(reading: Reading, part: Part, rows: Rows) -> Mapping[str, Vector]:
    """Return the features that hang on texts, for some rows."""
    names = [name for name, text in OF_PROFILE.items() if text in reading.named]
    texts = reading.texts.only(*(reading.named[OF_PROFILE[name]] for name in names))
    own, told, begin = part.likeness(texts, rows)
    found: dict[str, Vector] = dict(zip(names, _scaled(nearest(own, told, begin)), strict=True))
    if _says_anything(reading) and len(rows):
        projects, _ = part.projects_of(rows)
        of_posting = [at for at, name in enumerate(names) if name == "text_profile"]
        similar = _scaled(told[of_posting[0]]) if of_posting else _similar(reading, part, projects)
        found["text_projects"] = np.maximum.reduceat(similar, begin)
        found["best_project"] = np.maximum.reduceat(_likeness(reading, part, projects, similar), begin)
    return found


def project_likeness(reading: Reading, part: Part, projects: Rows) -> Vector:
    """Return how like past projects are in text, industry and phases, fading with age, 0 to 1; (projects,)."""
    return _likeness(reading, part, projects, _similar(reading, part, projects))


def _says_anything(reading: Reading) -> bool:
    brief = reading.brief
    return bool("posting" in reading.named or brief.requirements or brief.industry or brief.phases)


def industry_features(reading: Reading, part: Part) -> dict[str, Vector]:
    if not reading.brief.industry:
        return {}
    industry = concept_of("industry", reading.brief.industry)
    group = part.vocabulary.group_of(industry)
    wider = [one for one in part.vocabulary.expand([industry]) if one != industry]
    best = np.zeros(len(part), dtype=np.float32)
    if group:
        best = np.multiply(part.strongest(group), np.float32(NEIGHBOUR_SHARE / HUNDRED))
    for one in wider:
        rows, held = part.shown(one, "strength")
        best[rows] = np.maximum(best[rows], measured(held, "strength") * np.float32(NEIGHBOUR_SHARE))
    rows, held = part.shown(industry, "strength", "years")
    best[rows] = np.maximum(best[rows], measured(held, "strength"))
    years = np.zeros(len(part), dtype=np.float32)
    years[rows] = np.minimum(measured(held, "years"), MOST_YEARS) * np.float32(1 / MOST_YEARS)
    same = np.flatnonzero(part.projects["industry"] == np.uint32(short_key(industry)))
    count = np.bincount(part.projects["owner"][same], minlength=len(part)).astype(np.float32)
    return {
        "industry": best,
        "industry_years": years,
        "projects_in_industry": np.minimum(count * np.float32(1 / _MANY_PROJECTS), 1),
    }


def _similar(reading: Reading, part: Part, projects: Rows) -> Vector:
    if "posting" not in reading.named:
        return np.zeros(len(projects), dtype=np.float32)
    return _scaled(part.project_similarity(reading.texts.only(reading.named["posting"]), projects)[0])


def _scaled(cosines: Vector) -> Vector:
    scaled: Vector = np.minimum(cosines * np.float32(_TEXT_SCALE), 1)
    return scaled


def _likeness(reading: Reading, part: Part, projects: Rows, similar: Vector) -> Vector:
    brief, parts = reading.brief, [similar]
    if brief.industry:
        same = part.projects["industry"][projects] == np.uint32(short_key(concept_of("industry", brief.industry)))
        parts.append(same.astype(np.float32))
    asked = bits(brief.phases, PHASE_BITS)
    if asked:
        shared = np.bitwise_count(part.projects["phases"][projects] & np.uint8(asked))
        parts.append(shared * np.float32(1 / asked.bit_count()))
    ended = part.projects["ended"][projects]
    faded = fading(np.where(ended == UNKNOWN_DAY, GOES_ON, ended), reading.as_of)
    likeness: Vector = np.mean(parts, axis=0, dtype=np.float32) * (np.float32(0.5) + faded * np.float32(0.5))
    return likeness
