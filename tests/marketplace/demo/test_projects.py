"""The demo's projects fill every page: what is over is signed, reviewed and closed, programs have tokens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.api.models import ApiToken
from marketplace.db import db
from marketplace.demo.world import plant
from marketplace.project_summaries.models import ProjectSummary
from marketplace.pulses.models import Concern
from marketplace.pulses.states import ConcernState
from marketplace.reviews.models import ReviewRound
from marketplace.reviews.states import RoundState
from marketplace.tracker.models import Project
from marketplace.tracker.states import ProjectState

if TYPE_CHECKING:
    from tests.conftest import PageClient

CONSULTANT, CLIENT, ADVISOR = (f"{who}@demo.example.jp" for who in ("consultant", "client", "advisor"))


@pytest.fixture
def planted(client: PageClient) -> PageClient:
    """Plant a small world and open a browser at it."""
    plant(consultants=12, engagements=4, say=lambda _words: None)
    return client


def enter(client: PageClient, email: str) -> None:
    client.sign_in(db.session.scalars(select(User).where(User.email == email)).one())


def shows(client: PageClient, path: str, *words: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    text = answer.get_data(as_text=True)
    assert not [word for word in words if word not in text], path
    return text


def test_every_page_around_a_project_shows_something(planted: PageClient) -> None:
    client = planted
    over = db.session.scalars(select(Project).where(Project.state == ProjectState.CLOSED)).one()
    main, second = db.session.scalars(
        select(Project).where(Project.state == ProjectState.RUNNING).order_by(Project.started_at)
    ).all()
    summary = db.session.scalars(select(ProjectSummary)).one()
    waiting = db.session.scalars(select(ReviewRound).where(ReviewRound.state == RoundState.OPEN)).one()
    assert {each.name for each in db.session.scalars(select(ApiToken))} >= {"Power BIの週次レポート", "旧・進捗集計"}
    assert db.session.scalars(select(Concern.id).where(Concern.state == ConcernState.OPEN)).all()
    shows(client, f"/summaries/{summary.code}", "三宅 毅", over.name)
    enter(client, CONSULTANT)
    shows(client, f"/projects/{over.id}/summary", f"/summaries/{summary.code}", "PDF")
    assert client.get(f"/projects/{over.id}/summary.pdf").data.startswith(b"%PDF")
    shows(client, f"/projects/{main.id}/api-tokens", "進捗集計スクリプト", "旧・進捗集計")
    enter(client, CLIENT)
    shows(client, f"/projects/{main.id}/api-tokens", "Power BIの週次レポート", "Tableau")
    shows(client, f"/review-rounds/{waiting.id}", 'name="words"')
    shows(client, f"/contracts/{over.contract_id}/reviews")
    shows(client, "/portfolio", main.name, second.name)
    shows(client, "/portfolio?state=closed", over.name)
    assert re.search(r"kansa@demo", shows(client, f"/projects/{main.id}/readers"))
    enter(client, ADVISOR)
    shows(client, f"/projects/{second.id}", second.name)
    assert client.get(f"/projects/{main.id}").status_code == 404  # the desk was not let in: it sees the health alone
    shows(client, "/contracts/health", "2026" if second.contract.number.startswith("2026") else second.contract.number)
