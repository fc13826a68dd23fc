"""The operator's view of jobs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from marketplace.background import ATTEMPTS, Job, JobState, run_due
from marketplace.clock import now
from marketplace.db import db
from tests.factories.accounts import make_advisor, make_client, make_operator
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from tests.conftest import PageClient


def test_a_failed_job_is_shown_with_its_error_and_runs_again(client: PageClient) -> None:
    client.sign_in(make_operator())
    job = Job(name="shortlist.rank_engagement", arguments={"engagement_id": "no uuid <b>"})
    db.session.add(job)
    db.session.commit()
    for _each in range(ATTEMPTS):
        db.session.refresh(job)
        job.due_at = now() - timedelta(seconds=1)
        db.session.commit()
        assert run_due() == 1
    db.session.refresh(job)
    assert job.state is JobState.FAILED
    page = client.get("/operation/jobs").text
    assert "shortlist.rank_engagement" in page
    assert "badly formed hexadecimal UUID string" in page
    assert f"/operation/jobs/{job.id}/rerun" in page
    answer = client.post(f"/operation/jobs/{job.id}/rerun")
    assert (answer.status_code, answer.location) == (303, "/operation/jobs")
    db.session.refresh(job)
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)
    assert f"/operation/jobs/{job.id}/rerun" not in client.get("/operation/jobs").text


def test_only_a_failed_job_runs_again(client: PageClient) -> None:
    client.sign_in(make_operator())
    job = Job(name="engagements.expire", state=JobState.DONE, attempts=1)
    db.session.add(job)
    db.session.commit()
    assert client.post(f"/operation/jobs/{job.id}/rerun").status_code == 303
    db.session.refresh(job)
    assert job.state is JobState.DONE


@pytest.mark.parametrize("path", ["/operation/jobs", "/operation/components"])
def test_the_operators_pages_are_the_operators(client: PageClient, path: str) -> None:
    assert client.get(path).status_code == 302
    for who in (make_listed_consultant().user, make_client(), make_advisor()):
        client.sign_in(who)
        assert client.get(path).status_code == 403
    client.sign_in(make_operator())
    assert client.get(path).status_code == 200
