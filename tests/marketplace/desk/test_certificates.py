"""The queue of certifications: what waits, the verdicts, who is told, and two who look at the same one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.clock import now, today
from marketplace.errors import DomainError, Invalid
from marketplace.outbox import Message
from marketplace.profiles.certifying import (
    Verdict,
    certifications,
    counts,
    refuse_certification,
    verify_certification,
    waiting_certifications,
)
from marketplace.profiles.models import Certification
from marketplace.profiles.operations import save_section
from marketplace.profiles.queries import whole_profile
from marketplace.profiles.states import ProfileState
from tests.conftest import count_queries
from tests.factories.accounts import make_advisor, make_client, make_consultant_user, make_operator
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]

URL = "/operation/certifications"


def one(**values: object) -> Certification:
    """Add a listed person with this certification alone."""
    given = {"concept": "cert.pmp", "name": "PMP", "number": "998877", **values}
    return make_listed_consultant(certifications=[Certification(**given)]).certifications[0]


def test_waiting_ones_come_oldest_first_and_closed_profiles_do_not_count(session: Session) -> None:
    del session
    first, second = one(name="A"), one(name="B")
    seen = one(name="C", verified_at=now())
    make_listed_consultant(certifications=[Certification(name="D")], state=ProfileState.CLOSED)
    rows, total = certifications(Verdict.WAITING, page=1, per_page=10)
    assert ([row.id for row in rows], total) == ([first.id, second.id], 2)
    assert [row.id for row in certifications(Verdict.WAITING, page=2, per_page=1)[0]] == [second.id]
    assert [row.id for row in certifications(Verdict.VERIFIED, page=1, per_page=10)[0]] == [seen.id]
    assert counts() == {Verdict.WAITING: 2, Verdict.VERIFIED: 1, Verdict.REFUSED: 0}


def test_a_refusal_is_told_with_its_reason_and_can_be_taken_back(session: Session) -> None:
    row, advisor = one(), make_advisor()
    refuse_certification(row, "番号が照会できません。", by=advisor)
    session.commit()
    told = session.scalars(select(Message).where(Message.user_id == row.consultant.user_id)).one()
    assert told.template == "profiles/certification_refused"
    assert (row.checked_by_id, row.refusal, waiting_certifications()) == (advisor.id, "番号が照会できません。", 0)
    verify_certification(row, by=advisor)
    session.commit()
    assert row.verified_at is not None
    assert (row.refused_at, row.refusal) == (None, "")


@pytest.mark.parametrize("reason", ["", "長" * 301])
def test_a_refusal_needs_a_reason_that_fits(session: Session, reason: str) -> None:
    del session
    row = one()
    with pytest.raises(Invalid):
        refuse_certification(row, reason, by=make_advisor())
    assert row.refused_at is None


def test_the_second_of_two_is_told_that_it_is_done(session: Session) -> None:
    row, staff = one(), make_advisor()
    refuse_certification(row, "番号違い", by=staff)
    session.commit()
    with pytest.raises(DomainError):
        refuse_certification(row, "別の理由", by=make_operator())
    assert row.refusal == "番号違い"


def test_a_changed_certification_waits_again(session: Session) -> None:
    row = one()
    refuse_certification(row, "番号違い", by=make_advisor())
    session.commit()
    consultant = whole_profile(row.consultant)
    typed = {"key": str(row.id), "name": "PMP", "number": "112233", "concept": "cert.pmp"}
    save_section(consultant, "certifications", {"certifications": [typed]}, by=consultant.user)
    session.commit()
    assert (row.refused_at, row.refusal, row.checked_by_id) == (None, "", None)
    assert waiting_certifications() == 1


def test_the_page(client: PageClient, session: Session) -> None:
    row = one(obtained_year=2019, obtained_month=6, expires_on=today() - timedelta(days=1))
    client.sign_in(make_advisor())
    page = client.get(URL).text
    for words in ("PMP", "998877", "2019/6", "有効期限切れ"):
        assert words in page
    refused = client.post(f"/certifications/{row.id}/refuse", data={"reason": " "})
    assert refused.status_code == 422
    assert "300文字以内" in refused.text
    answer = client.post(f"/certifications/{row.id}/refuse", data={"reason": "期限が切れています。"})
    assert answer.status_code == 303
    assert "期限が切れています。" in client.get(f"{URL}?state=refused").text
    assert client.post(f"/certifications/{row.id}/confirm?state=refused").location == f"{URL}?state=refused"
    assert client.post(f"/certifications/{row.id}/confirm").status_code == 409
    session.expire_all()
    assert row.verified_at is not None
    assert client.get(f"{URL}?state=nothing&page=9").status_code == 200


def test_the_person_reads_the_reason(client: PageClient, session: Session) -> None:
    row = one()
    refuse_certification(row, "番号が照会できません。", by=make_advisor())
    session.commit()
    client.sign_in(row.consultant.user)
    assert "番号が照会できません。" in client.get("/profile").text
    assert "PMP" in client.get("/notices").text


def test_the_list_asks_a_fixed_number_of_questions(client: PageClient) -> None:
    client.sign_in(make_operator())
    one()
    client.get(URL)
    with count_queries() as few:
        client.get(URL)
    for _nth in range(5):
        one()
    with count_queries() as many:
        client.get(URL)
    assert len(many) == len(few)


def test_nobody_else_opens_it(client: PageClient) -> None:
    for user in (make_client(), make_consultant_user()):
        client.sign_in(user)
        assert client.get(URL).status_code == 403
