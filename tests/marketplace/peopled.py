"""A small market full of words that must not travel, and who may read which of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.accounts.states import CompanyRole
from marketplace.db import db
from marketplace.meetings.operations import choose_slot, propose_meeting
from marketplace.meetings.plans import Plan
from marketplace.notes.operations import write_note
from marketplace.offers.operations import send_offer
from marketplace.pipeline.bids import Bid
from marketplace.pipeline.moves import ask_consent, ask_for_meeting, recommend
from marketplace.pipeline.operations import apply, withdraw_consent
from marketplace.profiles.models import PastProject
from tests.factories.accounts import make_advisor, make_client, make_company, make_consultant_user, make_operator
from tests.factories.meetings import at, offered_terms
from tests.factories.pipeline import make_match, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.profiles.models import Consultant

STAFF = frozenset({"advisor", "operator"})
CLIENT = frozenset({"owner", "member"})
PEOPLE = {  # how far each has come with the hidden client, and the name that nobody else bears
    "applied": "百目鬼 一華", "talking": "小鳥遊 二葉", "asked": "勅使河原 三鈴", "withdrawn": "四十物 四季",
    "elsewhere": "東海林 五月",
}  # fmt: skip
NAMED_TO_CLIENT = {"applied", "talking"}
COMPANY = "秘匿海運株式会社"
OWNER, MEMBER = "御手洗 六郎", "月見里 七海"
OF_STAFF, OF_COMPANY, OF_PERSON = "印象は控えめ甲", "社内では有力乙", "前職を確認中丙"


def _person(code: str, advisor: User) -> Consultant:
    number = list(PEOPLE).index(code)
    telling = f"{PEOPLE[code]}です。前職は{code}極秘精機株式会社、{code}.secret@mail.example、090-1112-333{number}"
    return make_listed_consultant(
        make_consultant_user(name=PEOPLE[code], email=f"{code}.secret@mail.example"),
        name_kana=f"ヒミツノ{number}", phone=f"090-1112-333{number}", days_min=1, advisor_id=advisor.id,
        summary=f"統合PMO。{telling}", self_pr=telling,
        projects=[PastProject(title=f"刷新 {telling}", employer=f"{code}極秘精機株式会社", role="PMO", tasks=telling)],
    )  # fmt: skip


def _bid(consultant: Consultant) -> Bid:
    words = f"{consultant.user.name}です。よろしくお願いします。"
    return Bid(words, 1_100_000, 2, None, [str(each.id) for each in consultant.projects], "同意します。")


def peopled() -> dict[str, User | None]:
    """Make the market by its own operations, so that its mails are real; return its people by what they are."""
    advisor, operator = make_advisor(), make_operator()
    company = make_company(advisor=advisor, name=COMPANY)
    owner = make_client(company=company, name=OWNER, email="owner.secret@mail.example")
    member = make_client(company=company, role=CompanyRole.MEMBER, name=MEMBER, email="member.secret@mail.example")
    stranger = make_client()
    posting = make_posting(company, client_hidden=True)
    people = {code: _person(code, advisor) for code in PEOPLE}
    for each in people.values():
        make_match(posting, each)
    apply(posting, people["applied"], _bid(people["applied"]), by=people["applied"].user)
    gone = apply(posting, people["withdrawn"], _bid(people["withdrawn"]), by=people["withdrawn"].user)
    withdraw_consent(gone, by=people["withdrawn"].user)
    talks = apply(posting, people["talking"], _bid(people["talking"]), by=people["talking"].user)
    ask_for_meeting(talks, by=owner)
    db.session.commit()  # each of these is a request of its own
    meeting = propose_meeting(talks, Plan((at(3), at(4)), 60, link="https://meet.example.jp/a"), by=owner)
    db.session.commit()
    choose_slot(meeting, at(3), by=people["talking"].user)
    db.session.commit()
    send_offer(talks, offered_terms(days=2), by=owner)
    db.session.commit()
    ask_consent(recommend(posting, people["asked"], by=advisor), by=advisor)
    write_note(OF_STAFF, by=advisor, application_id=talks.id)
    write_note(OF_COMPANY, by=member, application_id=talks.id)
    write_note(OF_PERSON, by=advisor, consultant_id=people["talking"].id)
    db.session.commit()
    users: dict[str, User | None] = {code: each.user for code, each in people.items()}
    return users | {
        "visitor": None, "owner": owner, "member": member, "stranger": stranger, "advisor": advisor,
        "operator": operator,
    }  # fmt: skip


def allowed() -> dict[str, frozenset[str]]:
    """Return for each word who may read it; everybody else must not meet it on any page, file or mail."""
    words: dict[str, frozenset[str]] = {
        COMPANY: STAFF | CLIENT | {"talking"},
        "owner.secret@": STAFF | CLIENT,
        "member.secret@": STAFF | CLIENT,
        MEMBER: STAFF | CLIENT,
        OF_STAFF: STAFF,
        OF_PERSON: STAFF,
        OF_COMPANY: CLIENT,
    }
    for number, (code, name) in enumerate(PEOPLE.items()):
        own = STAFF | {code}
        words[name] = own | CLIENT if code in NAMED_TO_CLIENT else own
        words[f"{code}.secret@"] = words[f"090-1112-333{number}"] = words[f"{code}極秘精機"] = own
    return words
