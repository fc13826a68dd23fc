"""R5: the consultant asks for the order terms on paper; the operator sends them in its term and notes the day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from marketplace.clock import TOKYO, now, today
from marketplace.contracts.models import PaperRequest
from marketplace.contracts.operations.on_paper import ask_for_paper, note_sent
from marketplace.contracts.queries import papers_of
from marketplace.contracts.states import PaperKind
from marketplace.db import db
from marketplace.desk.queue import queue_for
from marketplace.engagements.states import ContractModel
from marketplace.errors import DomainError, Invalid
from marketplace.outbox import Message
from marketplace.settings import Name, save_settings, settings
from tests.factories.accounts import make_operator
from tests.factories.contracts import sent_contract

if TYPE_CHECKING:
    from marketplace.contracts.models import Contract, Paper
    from tests.conftest import PageClient

pytestmark = pytest.mark.usefixtures("session")
MONDAY = datetime(2026, 11, 30, 10, tzinfo=TOKYO)


def order_terms(contract: Contract) -> Paper:
    return next(each for each in papers_of(contract) if each.kind is PaperKind.ORDER_TERMS)


def told(event: str) -> set[str]:
    rows = db.session.scalars(select(Message).where(Message.template == f"contracts/{event}"))
    return {each.to_email for each in rows}


@pytest.mark.parametrize(("days", "due"), [(3, date(2026, 12, 3)), (10, date(2026, 12, 14))])
def test_it_is_due_within_the_operators_business_days(days: int, due: date) -> None:
    with time_machine.travel(MONDAY, tick=False):
        contract, _owner, advisor = sent_contract()
        save_settings({Name.PAPER_DAYS: days}, seen=settings(), by=make_operator())
        request = ask_for_paper(order_terms(contract), by=contract.application.consultant.user)
        assert request.due_at.astimezone(TOKYO).date() == due
        again = ask_for_paper(order_terms(contract), by=contract.application.consultant.user)
        assert again.id == request.id
        lines = [(each.kind, each.due) for each in queue_for(advisor, mine=True, kinds=["paper"])]
        assert lines == [("paper", request.due_at)]
        assert advisor.email in told("paper_asked")
    with time_machine.travel(request.due_at + timedelta(hours=1), tick=False):
        assert [each.when for each in queue_for(advisor, mine=True, kinds=["paper"])] == ["overdue"]


def test_sent_it_leaves_the_queue_and_the_consultant_knows_the_day() -> None:
    contract, _owner, advisor = sent_contract()
    paper, person = order_terms(contract), contract.application.consultant.user
    ask_for_paper(paper, by=person)
    for wrong in (today() - timedelta(days=1), today() + timedelta(days=1)):
        with pytest.raises(Invalid):
            note_sent(paper, on=wrong, how="", by=advisor)
    request = note_sent(paper, on=today(), how="特定記録 123-45", by=advisor)
    assert (request.sent_on, request.sent_by_id) == (today(), advisor.id)
    assert queue_for(advisor, mine=True, kinds=["paper"]) == []
    assert told("paper_sent") == {person.email}
    with pytest.raises(DomainError):
        note_sent(paper, on=today(), how="", by=advisor)
    assert ask_for_paper(paper, by=person).id != request.id, "lost in the mail: it can be asked for again"


def test_only_order_terms_that_stand_come_on_paper() -> None:
    contract, _owner, _advisor = sent_contract()
    person = contract.application.consultant.user
    other = next(each for each in papers_of(contract) if each.kind is PaperKind.INDIVIDUAL)
    with pytest.raises(DomainError):
        ask_for_paper(other, by=person)
    paper = order_terms(contract)
    paper.withdrawn_at = now()
    db.session.commit()
    with pytest.raises(DomainError):
        ask_for_paper(paper, by=person)


@pytest.mark.parametrize("model", list(ContractModel))
def test_a_button_a_task_and_a_day_on_the_contracts_page(client: PageClient, model: ContractModel) -> None:
    contract, owner, advisor = sent_contract(model)
    paper = order_terms(contract)
    page, button = f"/contracts/{contract.id}", f"/papers/{paper.id}/on-paper"
    for user, shown in ((contract.application.consultant.user, True), (owner, False), (advisor, False)):
        client.sign_in(user)
        assert (button in client.get(page).text) is shown
    client.sign_in(contract.application.consultant.user)
    assert client.post(button).status_code == 303
    after = client.get(page).text
    assert button not in after
    assert "送付予定" in after
    client.sign_in(advisor)
    assert f"/papers/{paper.id}" in client.get("/desk?kind=paper").text
    sent = f"/papers/{paper.id}/sent-on-paper"
    assert client.post(sent, data={"sent_on": ""}).status_code == 422
    late = client.post(sent, data={"sent_on": "2100-01-01"})
    assert late.status_code == 422
    assert 'id="sent_on-error"' in late.text
    assert client.post(sent, data={"sent_on": today().isoformat(), "how": "特定記録"}).status_code == 303
    client.sign_in(contract.application.consultant.user)
    assert "特定記録" in client.get(page).text
    assert db.session.scalars(select(PaperRequest)).one().sent_on == today()
