"""The same person registered twice: what two profiles share, found among 100,000 by equal normalised keys.

Each profile keeps its traits (mail, telephone, name, titles of projects) as short hashes in `identity_key`, one
indexed column. A search asks for the few profiles with an equal key and compares only those in Python. A title has
no equal spelling: it is kept as the least hashes of its 3-grams, which like titles share with high probability
(min-wise hashing, Broder 1997): titles that have half of their 3-grams in common are found in 7 of 8 cases.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING
from zlib import crc32

from sqlalchemy import delete, func, select

from marketplace.db import db
from marketplace.profiles.models import Consultant, IdentityKey, PastProject
from marketplace.profiles.redaction import bare_name
from marketplace.profiles.states import ProfileState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

ALIKE = 0.5  # share of common 3-grams (Jaccard) from which two titles say the same
PROJECTS_ALIKE = 2  # one alike is chance: whole teams write the same title
SHORTEST_PHONE = 9  # digits
SEEDS = (0x1F2E, 0x5A5A, 0xC3D1)
MOST_A_DAY = 5000  # profiles given keys that have none
MOST = 20  # profiles compared, those with the most equal keys first


class Trait(StrEnum):
    """What two profiles have in common."""

    MAIL = "mail"
    PHONE = "phone"
    NAME = "name"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Another profile that may be the same person's, and why."""

    consultant: Consultant
    traits: list[Trait]


def mail_key(email: str) -> str:
    """Return the address without what many providers ignore: dots and +tag of the local part."""
    local, _at, domain = email.strip().lower().partition("@")
    local = local.partition("+")[0].replace(".", "")
    return f"{local}@{domain}" if local and domain else ""


def phone_key(phone: str) -> str:
    """Return the digits as dialled within Japan: +81 (0)90-1234-5678 and 090 1234 5678 are one."""
    plain = re.sub(r"[^\d+]", "", unicodedata.normalize("NFKC", phone))
    digits = re.sub(r"^\+?81(?=0?[1-9]\d{7,9}$)0?", "0", plain).lstrip("+")
    return digits if len(digits) >= SHORTEST_PHONE else ""


def grams(title: str) -> frozenset[str]:
    """Return the 3-grams of a title, spelling and spaces aside; a shorter title is one gram."""
    plain = bare_name(title)
    return frozenset(plain[at : at + 3] for at in range(max(1, len(plain) - 2))) if plain else frozenset()


def alike(one: PastProject, other: PastProject) -> bool:
    """Tell whether two entries tell of the same project: industry, overlapping period, similar title."""
    if not one.industry or one.industry != other.industry or not one.began or not other.began:
        return False
    if one.began > (other.ended or date.max) or other.began > (one.ended or date.max):
        return False
    left, right = grams(one.title), grams(other.title)
    return bool(left and right) and len(left & right) >= ALIKE * len(left | right)


def traits_in_common(
    one: Consultant, other: Consultant, work: Sequence[PastProject], others_work: Sequence[PastProject]
) -> list[Trait]:
    """Return what makes two profiles look like one person's; a namesake with another reading is another person."""
    found = []
    if mail_key(one.user.email) == mail_key(other.user.email):
        found.append(Trait.MAIL)
    if phone_key(one.phone) and phone_key(one.phone) == phone_key(other.phone):
        found.append(Trait.PHONE)
    kana = {bare_name(one.name_kana), bare_name(other.name_kana)} - {""}
    if bare_name(one.user.name) == bare_name(other.user.name) and len(kana) <= 1:
        found.append(Trait.NAME)
    left = sum(any(alike(mine, each) for each in others_work) for mine in work)
    right = sum(any(alike(mine, each) for mine in work) for each in others_work)
    if min(left, right) >= PROJECTS_ALIKE:
        found.append(Trait.WORK)
    return found


def keys_of(consultant: Consultant, work: Iterable[PastProject]) -> set[str]:
    """Return the hashes under which a profile is found."""
    return {sha256(each.encode()).hexdigest()[:32] for each in _plain_keys(consultant, work)}


def _plain_keys(consultant: Consultant, work: Iterable[PastProject]) -> Iterator[str]:
    single = {
        Trait.MAIL: mail_key(consultant.user.email),
        Trait.PHONE: phone_key(consultant.phone or ""),
        Trait.NAME: bare_name(consultant.user.name),
    }
    yield from (f"{trait}:{value}" for trait, value in single.items() if value)
    for project in work:
        cut = grams(project.title) if project.industry else ()
        for seed in SEEDS if cut else ():
            yield f"{Trait.WORK}:{project.industry}:{seed}:{min(crc32(gram.encode(), seed) for gram in cut)}"


def keep_keys(consultant: Consultant) -> None:
    """Bring the stored keys to what the profile says now."""
    wanted = keys_of(consultant, _work_of([consultant.id])[consultant.id])
    stored = set(db.session.scalars(select(IdentityKey.key).where(IdentityKey.consultant_id == consultant.id)))
    if stored - wanted:
        gone = delete(IdentityKey).where(IdentityKey.consultant_id == consultant.id)
        db.session.execute(gone.where(IdentityKey.key.in_(stored - wanted)))
    db.session.add_all([IdentityKey(consultant_id=consultant.id, key=key) for key in sorted(wanted - stored)])


def keep_missing_keys() -> int:
    """Give keys to profiles that have none: written in bulk, or before keys were kept; return how many."""
    have = select(IdentityKey.id).where(IdentityKey.consultant_id == Consultant.id).exists()
    found = db.session.scalars(select(Consultant).where(~have).order_by(Consultant.id).limit(MOST_A_DAY)).all()
    for consultant in found:
        keep_keys(consultant)
    return len(found)


def suspects(consultant: Consultant) -> list[Suspicion]:
    """Return the profiles that may be the same person's, the likest first; closed ones are settled."""
    own = _work_of([consultant.id])[consultant.id]
    who, all_keys = keys_of(consultant, ()), keys_of(consultant, own)
    # Each by itself: however many share the titles of their work, they do not crowd out an equal address.
    ids = list(dict.fromkeys([*_sharing(who, consultant), *_sharing(all_keys - who, consultant)]))
    if not ids:
        return []
    people = db.session.scalars(
        select(Consultant).where(Consultant.id.in_(ids), Consultant.state != ProfileState.CLOSED)
    ).all()
    work = _work_of(ids)
    found = [Suspicion(each, traits_in_common(consultant, each, own, work[each.id])) for each in people]
    return sorted((each for each in found if each.traits), key=lambda each: (-len(each.traits), each.consultant.id))


def _sharing(keys: Collection[str], consultant: Consultant) -> Sequence[UUID]:
    equal = select(IdentityKey.consultant_id).where(
        IdentityKey.key.in_(keys), IdentityKey.consultant_id != consultant.id
    )
    order = equal.group_by(IdentityKey.consultant_id).order_by(func.count().desc(), IdentityKey.consultant_id)
    return db.session.scalars(order.limit(MOST)).all() if keys else []


def _work_of(ids: Sequence[UUID]) -> Mapping[UUID, list[PastProject]]:
    rows: dict[UUID, list[PastProject]] = defaultdict(list)
    for project in db.session.scalars(select(PastProject).where(PastProject.consultant_id.in_(ids))):
        rows[project.consultant_id].append(project)
    return rows
