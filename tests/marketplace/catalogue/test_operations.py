"""What the operator's changes do to the words by which forms, texts and searches are understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace import vocabulary
from marketplace.audit import AuditEntry
from marketplace.background import Job, run_due
from marketplace.browse.filters import Filters
from marketplace.browse.search import find
from marketplace.catalogue.operations import (
    Names,
    add_concept,
    rename_concept,
    restore_concept,
    retire_concept,
    seed_missing,
)
from marketplace.db import db
from marketplace.engagements.models import Requirement
from marketplace.errors import DomainError, Invalid
from marketplace.profiles.models import Skill
from marketplace.profiles.states import SkillLevel
from marketplace.shortlist.index import current_index
from marketplace.vocabulary.editions import look_again
from marketplace.vocabulary.models import Concept
from marketplace.vocabulary.seeds import seeds
from tests.factories.accounts import make_operator
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from marketplace.accounts.models import User

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def operator() -> User:
    seed_missing()
    return make_operator()


def concept_of(code: str) -> Concept:
    return db.session.scalars(select(Concept).where(Concept.code == code)).one()


def rename(code: str, names: Names, by: User) -> None:
    rename_concept(concept_of(code), names, by=by)
    db.session.commit()


def test_the_code_seeds_every_concept_once(operator: User) -> None:
    del operator
    rows = db.session.scalars(select(Concept).order_by(Concept.position)).all()
    assert [row.code for row in rows] == [each.id for each in seeds()]
    assert tuple(rows[0].aliases) == seeds()[0].aliases
    assert seed_missing() == 0


def test_a_release_adds_what_is_new_and_overwrites_nothing(operator: User) -> None:
    rename("tool.jira", Names("ジラ", "Jira Software"), operator)
    db.session.delete(concept_of("tool.backlog"))  # as if a later release brought it
    db.session.flush()
    look_again()
    assert vocabulary.name("tool.backlog", "en") == "Backlog (Nulab)"  # in force before it stands in the table
    assert seed_missing() == 1
    assert concept_of("tool.jira").ja == "ジラ"
    assert concept_of("tool.backlog").position > concept_of("phase.operation").position


def test_a_rename_is_shown_and_the_former_name_still_found(operator: User) -> None:
    rename("tool.jira", Names("ジラ", "Jira Software", ("JSM",)), operator)
    assert vocabulary.name("tool.jira", "ja") == "ジラ"
    assert ("tool.jira", "ジラ") in vocabulary.choices("tool")
    assert vocabulary.named("jira") == vocabulary.named("JSM") == vocabulary.named("jira software") == "tool.jira"
    assert concept_of("tool.jira").aliases == ["JSM", "Jira"]


def test_a_new_alias_is_found_in_requirements_by_search_and_by_the_ranker(operator: User) -> None:
    make_posting(needs=((True, "段取り表の運用", None),), duties="段取り")
    assert db.session.scalars(select(Requirement.concepts)).all() == [[]]
    assert find(Filters(q="進捗管理")).total == 0
    before = current_index()
    kept = concept_of("skill.progress_management")
    rename(kept.code, Names(kept.ja, kept.en, (*kept.aliases, "段取り表")), operator)
    assert vocabulary.concepts_in("段取り表の運用") == ("skill.progress_management",)
    run_due()
    assert db.session.scalars(select(Requirement.concepts)).all() == [["skill.progress_management"]]
    assert find(Filters(q="進捗管理")).total == 1
    assert find(Filters(skill=("skill.progress_management",))).total == 1
    assert current_index() is not before
    later = db.session.scalars(select(Job.key).where(Job.name == "shortlist.rank_everything")).all()
    assert later == ["rank-everything"]


def test_many_changes_in_a_row_are_taken_over_once(operator: User) -> None:
    for alias in ("段取り表", "段取り帳", "段取り簿"):
        kept = concept_of("skill.progress_management")
        rename(kept.code, Names(kept.ja, kept.en, (*kept.aliases, alias)), operator)
    names = db.session.scalars(select(Job.name)).all()
    assert sorted(names) == [
        "engagements.retag_postings",
        "profiles.retag_profiles",
        "rate_guidance.guide_everything",
        "shortlist.rank_everything",
    ]


def test_a_new_concept_takes_over_what_people_wrote_in_their_own_words(operator: User) -> None:
    person = make_listed_consultant(
        skills=[Skill(concept="", note="茶道", level=SkillLevel.A)], tools=["魔法瓶", "tool.jira"]
    )
    db.session.commit()
    added = add_concept("skill", Names("茶道", "Tea ceremony", ("お茶",)), by=operator)
    flask = add_concept("tool", Names("魔法瓶", "Vacuum flask"), by=operator)
    db.session.commit()
    run_due()
    db.session.refresh(person)
    assert added.code == "skill.tea_ceremony"
    assert (person.skills[0].concept, person.skills[0].note) == ("skill.tea_ceremony", "茶道")
    assert person.tools == [flask.code, "tool.jira"]


def test_a_code_is_made_once_whatever_becomes_of_its_concept(operator: User) -> None:
    first = add_concept("certification", Names("お茶検定", "Tea, 1st class!"), by=operator)
    retire_concept(first, by=operator)
    second = add_concept("certification", Names("お茶検定", "Tea, 1st class!"), by=operator)
    assert (first.code, second.code) == ("cert.tea_1st_class", "cert.tea_1st_class_2")


def test_a_retired_concept_is_offered_and_found_no_more_but_stays_where_it_was_chosen(operator: User) -> None:
    posting = make_posting(needs=((True, "Jiraの運用", None),), tools=["tool.jira"])
    retire_concept(concept_of("tool.jira"), by=operator)
    db.session.commit()
    run_due()
    assert "tool.jira" not in dict(vocabulary.choices("tool"))
    assert "tool.jira" in dict(vocabulary.retired_choices("tool"))
    assert vocabulary.concepts_in("Jiraの運用") == ()
    assert vocabulary.named("Jira") is None
    assert vocabulary.chosen("Jira") == "tool.jira"
    assert vocabulary.name("tool.jira", "ja") == "Jira"
    assert db.session.scalars(select(Requirement.concepts)).all() == [["tool.jira"]]
    assert find(Filters(skill=("tool.jira",))).total == 1
    assert posting.tools == ["tool.jira"]
    restore_concept(concept_of("tool.jira"), by=operator)
    db.session.commit()
    assert vocabulary.named("Jira") == "tool.jira"


@pytest.mark.parametrize(
    ("names", "field", "said"),
    [
        (Names("Ｊｉｒａ", "Tea"), "ja", "「Jira」（ツール）"),
        (Names("茶道", "issue  management"), "en", "「課題管理」（スキル）"),
        (Names("茶道", "Tea", ("お茶", "エクセル")), "aliases", "「Excel」（ツール）"),
        (Names("茶道", "Tea", ("茶",)), "aliases", "短すぎます"),
        (Names("茶道", "Tea", ("=",)), "aliases", "文字か数字"),
        (Names("茶道", "Tea", ("茶" * 61,)), "aliases", "60文字"),
        (Names("茶道", "Tea", tuple(f"茶{n:02}" for n in range(41))), "aliases", "40件"),
        (Names("茶道", "茶道"), "en", "ローマ字"),
    ],
)
def test_names_that_cannot_be_told_apart_are_refused(operator: User, names: Names, field: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        add_concept("skill", names, by=operator)
    assert list(refused.value.errors) == [field]
    assert said in str(refused.value.errors[field])


def test_an_alias_repeated_is_kept_once_and_one_only_for_whole_entries_is_not_found_in_sentences(
    operator: User,
) -> None:
    added = add_concept("skill", Names("茶道", "Tea", ("お茶", "おちゃ", "オチャ", "茶道", "=茶")), by=operator)
    assert added.aliases == ["お茶", "おちゃ", "=茶"]
    assert vocabulary.named("茶") == added.code
    assert vocabulary.concepts_in("茶色い机") == ()


def test_a_name_taken_meanwhile_keeps_a_concept_retired(operator: User) -> None:
    jira = concept_of("tool.jira")
    retire_concept(jira, by=operator)
    add_concept("tool", Names("Jira", "Jira Cloud"), by=operator)
    with pytest.raises(Invalid, match="Jira"):
        restore_concept(jira, by=operator)
    assert jira.retired_at is not None


@pytest.mark.parametrize("kind", ["type", "function", "phase", "hobby"])
def test_kinds_that_the_product_is_built_on_take_no_more(operator: User, kind: str) -> None:
    with pytest.raises(Invalid):
        add_concept(kind, Names("茶道", "Tea"), by=operator)


def test_concepts_that_the_product_is_built_on_are_renamed_only(operator: User) -> None:
    rename("type.strategic", Names("参謀", "strategist"), operator)
    assert vocabulary.name("type.strategic", "en") == "strategist"
    with pytest.raises(DomainError):
        retire_concept(concept_of("type.strategic"), by=operator)


def test_each_change_is_kept_with_its_author(operator: User) -> None:
    jira = concept_of("tool.jira")
    assert rename_concept(jira, Names("ジラ", "Jira", ("JSM",)), by=operator)
    assert not rename_concept(jira, Names("ジラ", "Jira", ("JSM",)), by=operator)
    retire_concept(jira, by=operator)
    retire_concept(jira, by=operator)
    restore_concept(jira, by=operator)
    restore_concept(jira, by=operator)
    db.session.flush()
    rows = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == jira.id).order_by(AuditEntry.at)).all()
    assert [(row.event, row.actor_id) for row in rows] == [
        (event, operator.id) for event in ("concept renamed", "concept retired", "concept restored")
    ]
    assert (rows[0].facts["ja_from"], rows[0].facts["ja_to"]) == ("Jira", "ジラ")
