"""A project ends with its contract: both are told, the last report can still be handed in."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from marketplace.contracts.operations.ending import end_now
from marketplace.contracts.states import EndKind
from marketplace.db import db
from marketplace.outbox import Message
from marketplace.status_reports.models import StatusReport
from marketplace.status_reports.states import StatusState
from marketplace.tracker.operations.setting_up import close_project
from marketplace.tracker.states import ProjectState
from tests.factories.tracker import started_project

pytestmark = pytest.mark.usefixtures("session")


def test_the_project_closes_with_its_contract_and_its_last_report_is_begun() -> None:
    project, pmo, owner, advisor = started_project()
    end_now(project.contract, kind=EndKind.AGREED, words="合意により終了", by=advisor)
    db.session.commit()
    assert project.state is ProjectState.CLOSED
    [report] = db.session.scalars(select(StatusReport)).all()
    assert report.state is StatusState.DRAFT
    told = select(Message.user_id).where(Message.template == "exports/closed")
    assert set(db.session.scalars(told)) == {pmo.id, owner.id}


def test_a_project_that_is_closed_by_hand_is_told_of_to_the_others() -> None:
    project, pmo, owner, _advisor = started_project()
    close_project(project, by=pmo)
    db.session.commit()
    [told] = db.session.scalars(select(Message).where(Message.template == "exports/closed")).all()
    assert (told.user_id, told.link) == (owner.id, f"/projects/{project.id}/downloads")
    assert told.facts["by"] == pmo.name
