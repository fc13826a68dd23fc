"""One generated posting or person from a number: the same number and day give the same one, always."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from marketplace.demo import texts
from marketplace.engagements.states import Layer, Settlement
from marketplace.profiles.states import BusinessForm, InvoiceStatus, Remote, SkillLevel
from marketplace.vocabulary import concepts_in, name, search_tokens

MAN = 10_000
MIXES = {
    "s": ((70, 30, 0), (80, 20, 0), (60, 40, 0), (90, 10, 0)),
    "c": ((10, 80, 10), (0, 70, 30), (20, 70, 10), (0, 90, 10)),
    "u": ((0, 10, 90), (0, 30, 70), (0, 20, 80), (10, 20, 70)),
}
RATES = {"s": (130, 230), "c": (85, 150), "u": (60, 90)}
FLAT_THEMES = [(industry, who, theme, lean) for industry, who, rows in texts.THEMES for theme, lean in rows]


@lru_cache(maxsize=8192)
def tokens_of(part: str) -> tuple[str, ...]:
    """Return the search tokens of one part; parts recur, so a large world costs little more than a small one."""
    return tuple(search_tokens(part))


@lru_cache(maxsize=1024)
def tagged(words: str) -> tuple[str, ...]:
    """Return the concepts of one requirement."""
    return concepts_in(words)


def _place(rng: random.Random) -> tuple[str, str]:
    code, place, _weight = rng.choices(texts.PLACES, weights=[row[2] for row in texts.PLACES])[0]
    return code, place


def engagement_values(number: int, today: date) -> tuple[dict[str, Any], list[dict[str, Any]], list[str]]:
    """Return a posting's columns, its requirements' columns, and the parts of its searchable text."""
    rng = random.Random(f"engagement-{number}")
    industry, who, theme, lean = rng.choice(FLAT_THEMES)
    mix = rng.choice(MIXES[lean])
    low, high = RATES[lean]
    received = rng.randrange(low, high, 1 if lean == "s" else 3) * MAN
    remote = rng.choices(list(Remote), weights=(20, 60, 20))[0]
    onsite = {Remote.FULL: 0, Remote.HYBRID: rng.randint(1, 3), Remote.ONSITE: 5}[remote]
    days_max = rng.choices((5, 4, 3, 2), weights=(60, 18, 15, 7))[0]
    days_min = max(1, days_max - rng.choice((0, 0, 1)))
    code, place = _place(rng)
    layer = rng.choices(list(Layer), weights=(52, 33, 15))[0]
    start = today + timedelta(days=rng.randrange(-5, 75)) if rng.random() > 0.15 else None
    months = rng.choices((3, 6, 9, 12, 18), weights=(20, 34, 20, 22, 4))[0]
    duties = rng.sample(texts.DUTIES[lean], k=5)
    fixed = lean == "s" and rng.random() < 0.5
    must = rng.sample(texts.MUST[lean], k=3)
    nice = rng.sample(texts.NICE, k=rng.randint(2, 4))
    published = today - timedelta(days=rng.randrange(0, 25))
    values: dict[str, Any] = {
        "title": f"{who} {theme}{rng.choice(texts.SCOPES)} {texts.TYPE_NAMES[lean]}",
        "industry": industry,
        "client_size": rng.choice(texts.SIZES),
        "background": rng.choice(texts.BACKGROUNDS[lean]),
        "duties": "\n".join(duties),
        "strategic": mix[0],
        "controlling": mix[1],
        "supportive": mix[2],
        "functions": texts.FUNCTIONS[lean],
        "phases": sorted(rng.sample(texts.PHASES, k=3), key=texts.PHASES.index),
        "tools": rng.sample(texts.TOOLS, k=3),
        "team": rng.choice(texts.TEAMS),
        "reports_to": rng.choice(texts.BOSSES),
        "predecessor": rng.choice(("増員のため無し", "前任者からの引継ぎあり（2週間）", "新設のため無し")),
        "received_rate_min": received - rng.choice((0, 5, 10)) * MAN,
        "received_rate_max": received,
        "order_rate_min": None,
        "order_rate_max": round(received / rng.choice((0.85, 0.87, 0.88)) / MAN) * MAN,
        "days_min": days_min,
        "days_max": days_max,
        "settlement": Settlement.FIXED if fixed else rng.choice((Settlement.SPLIT, Settlement.SPLIT, Settlement.MIDDLE)),
        "hours_min": None if fixed else 28 * days_max,
        "hours_max": None if fixed else 36 * days_max,
        "start_on": start,
        "ends_on": (start or today) + timedelta(days=30 * months),
        "months": months,
        "renewal_note": rng.choice(("3か月ごとに更新", "延長の見込みあり", "初回1か月、以後3か月更新")),
        "remote": remote,
        "onsite_days": onsite,
        "prefecture": code,
        "place": place,
        "layer": layer,
        "layer_note": "" if layer is Layer.DIRECT else "元請ファーム経由（1社）" if layer is Layer.PRIME else "2次",
        "accepts_individual": rng.random() < 0.92,
        "accepts_company": rng.random() < 0.85,
        "meetings": 2 if lean == "s" else rng.randint(1, 2),
        "meeting_note": "アドバイザー1回・クライアント1回（Web）",
        "answer_days": rng.choice((3, 5, 5, 7)),
        "payment_terms": rng.choice(texts.PAYMENTS),
        "dress": "オフィスカジュアル",
        "equipment": "PC貸与",
        "client_hidden": rng.random() < 0.5,
        "openings": rng.choice((1, 1, 1, 2)),
        "deadline": published + timedelta(days=rng.randrange(26, 60)) if rng.random() < 0.7 else None,
        "confirmed_on": today - timedelta(days=rng.randrange(0, 7)),
    }  # fmt: skip
    requirements = [
        {"position": at, "required": at < len(must), "text": words, "concepts": list(tagged(words)), "years": years}
        for at, (words, years) in enumerate([*must, *nice])
    ]
    named = [industry, *values["tools"], *values["functions"], *values["phases"]]
    kinds = zip(("strategic", "controlling", "supportive"), mix, strict=True)
    named += [f"type.{kind}" for kind, share in kinds if share >= 30]
    parts = [
        values["title"], values["background"], *duties, *(row["text"] for row in requirements),
        *(f"{name(concept, 'ja')}\n{name(concept, 'en')}" for concept in named), place,
    ]  # fmt: skip
    return values, requirements, parts


def consultant_values(number: int, today: date) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """Return a person's columns (with name and kana) and the rows of each list, by table."""
    rng = random.Random(f"consultant-{number}")
    surname, given = rng.choice(texts.SURNAMES).split(), rng.choice(texts.GIVEN).split()
    lean = rng.choices("scu", weights=(22, 48, 30))[0]
    mix = rng.choice(MIXES[lean])
    low, high = RATES[lean]
    code, _place_name = _place(rng)
    industries = rng.sample([row[0] for row in texts.THEMES], k=2)
    days = rng.choices((5, 4, 3, 2), weights=(50, 20, 20, 10))[0]
    remote = rng.choice((["full"], ["full", "hybrid"], ["full", "hybrid"], ["full", "hybrid", "onsite"]))
    form = rng.choices(list(BusinessForm), weights=(70, 20, 10))[0]
    years = rng.randint(3, 22)
    values: dict[str, Any] = {
        "name": f"{surname[0]} {given[0]}",
        "name_kana": f"{surname[1]} {given[1]}",
        "initials": f"{given[2]}.{surname[2]}.",
        "phone": f"090-{rng.randrange(1000, 9999)}-{rng.randrange(1000, 9999)}",
        "prefecture": code,
        "business_form": form,
        "invoice_status": rng.choices(list(InvoiceStatus), weights=(70, 20, 10))[0],
        "summary": rng.choice(texts.SUMMARIES[lean]),
        "self_pr": rng.choice(texts.PRS),
        "strategic": mix[0],
        "controlling": mix[1],
        "supportive": mix[2],
        "functions": texts.FUNCTIONS[lean],
        "phases": sorted(rng.sample(texts.PHASES, k=3), key=texts.PHASES.index),
        "tools": rng.sample(texts.TOOLS, k=4),
        "rate": rng.randrange(low - 8, high - 6) * MAN,
        "days_min": max(1, days - 2),
        "days_max": days,
        "available_from": today + timedelta(days=rng.randrange(-20, 90)),
        "remote": remote,
        "onsite_days": 0 if remote == ["full"] else rng.randint(1, 3) if "onsite" not in remote else 5,
        "work_prefectures": sorted({code, *(["13"] if code in {"11", "12", "14"} else [])}),
        "completeness": rng.randrange(62, 97),
    }  # fmt: skip
    lists: dict[str, list[dict[str, Any]]] = {
        "skill": [
            {"position": at, "concept": concept, "note": "", "level": rng.choice(list(SkillLevel)), "years": rng.randint(1, years), "last_used": today.year - rng.choice((0, 0, 0, 1, 3))}
            for at, concept in enumerate(rng.sample(texts.SKILLS[lean], k=5))
        ],
        "certification": [
            {"position": at, "concept": concept, "name": name(concept, "ja"), "number": "", "obtained_year": today.year - rng.randint(1, 12), "obtained_month": rng.randint(1, 12), "expires_on": None, "verified_at": None}
            for at, concept in enumerate(rng.sample(texts.CERTIFICATIONS, k=rng.randint(1, 2)))
        ],
        "industry_experience": [
            {"position": at, "industry": industry, "years": rng.randint(1, years)} for at, industry in enumerate(industries)
        ],
        "language_skill": [
            {"position": 0, "language": "ja", "level": "native", "note": ""},
            {"position": 1, "language": "en", "level": rng.choice(("A2", "B1", "B2", "C1")), "note": ""},
        ],
        "past_project": _projects(rng, lean, industries, today),
    }  # fmt: skip
    return values, lists


def _projects(rng: random.Random, lean: str, industries: list[str], today: date) -> list[dict[str, Any]]:
    """Return two past projects, the newer first."""
    rows = []
    ended = today.replace(day=1) - timedelta(days=30 * rng.randrange(1, 8))
    for at in range(2):
        began = ended - timedelta(days=30 * rng.randrange(8, 30))
        theme = rng.choice([row for row in FLAT_THEMES if row[0] == industries[at]])
        numbers = {"a": rng.randint(14, 45), "b": rng.randint(3, 9), "c": rng.randint(2, 4)}
        rows.append(
            {
                "position": at,
                "title": f"{theme[1]} {theme[2]}",
                "employer": f"{rng.choice(texts.COMPANY_STEMS)}{rng.choice(texts.COMPANY_KINDS)}",
                "employer_mask": rng.choice(texts.MASKS),
                "began": began.replace(day=1),
                "ended": ended.replace(day=1),
                "industry": industries[at],
                "headcount": rng.choice((20, 40, 60, 80, 120, 200)),
                "budget": rng.choice((200, 500, 900, 1500, 3800)) * 1_000_000,
                "sites": "",
                "role": texts.ROLES[lean],
                "phases": sorted(rng.sample(texts.PHASES, k=2), key=texts.PHASES.index),
                "tasks": "、".join(rng.sample(texts.DUTIES[lean], k=3)),
                "results": rng.choice(texts.RESULTS).format(**numbers),
                "tools": rng.sample(texts.TOOLS, k=2),
            }
        )
        ended = began - timedelta(days=60)
    return rows
