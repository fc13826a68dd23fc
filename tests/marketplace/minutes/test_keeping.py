"""Minutes keep what they said before, and can be removed and put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.db import db
from marketplace.minutes.queries import earlier_wordings, minutes_of
from marketplace.tracker.operations.setting_up import close_project
from tests.factories.tracker import begun_project, plain_minutes

if TYPE_CHECKING:
    from tests.conftest import PageClient


def test_a_change_keeps_the_earlier_wording(client: PageClient) -> None:
    project, pmo, owner, _advisor = begun_project()
    minutes = plain_minutes(project)
    db.session.commit()
    client.sign_in(pmo)
    path = f"/minutes/{minutes.id}"
    said = {"title": "定例会", "held_on": minutes.held_on.isoformat(), "body": "TODO: 確認する"}
    assert client.post(f"{path}/edit", data=said | {"version": "1"}).status_code == 303
    assert earlier_wordings(minutes) == [], "nothing was changed"
    assert client.post(f"{path}/edit", data=said | {"version": "1", "body": "TODO: 取りやめる"}).status_code == 303
    client.sign_in(owner)
    page = client.get(path).text
    assert "変更前の内容" in page
    assert "TODO: 確認する" in page
    assert "TODO: 取りやめる" in page


def test_minutes_are_removed_and_put_back(client: PageClient) -> None:
    project, pmo, owner, _advisor = begun_project()
    minutes = plain_minutes(project)
    db.session.commit()
    client.sign_in(pmo)
    path, listed = f"/minutes/{minutes.id}", f"/projects/{project.id}/minutes"
    assert client.post(f"{path}/removal", data={"removed": "yes"}).status_code == 303
    assert client.post(f"{path}/removal", data={"removed": "yes"}).status_code == 303, "twice is once"
    assert path not in client.get(listed).text
    page = client.get(path).text
    assert "一覧から削除されています" in page
    assert f"{path}/edit" not in page
    again = {"title": "臨時会", "held_on": "2026-11-02"}
    first, second = client.post(f"{listed}/new", data=again), client.post(f"{listed}/new", data=again)
    assert first.location == second.location, "a button pressed twice"
    assert client.post(f"{second.location}/removal", data={"removed": "yes"}).status_code == 303
    third = client.post(f"{listed}/new", data=again).location
    assert third != second.location, "what was removed does not come back unseen"
    assert client.post(f"{third}/removal", data={"removed": "yes"}).status_code == 303
    written = {"title": "定例会", "held_on": "2026-11-02", "body": "", "version": str(minutes.version)}
    assert client.post(f"{path}/edit", data=written).status_code == 409
    client.sign_in(owner)
    assert client.post(f"{path}/removal", data={"removed": "no"}).status_code == 403
    client.sign_in(pmo)
    assert client.post(f"{path}/removal", data={"removed": "no"}).status_code == 303
    assert path in client.get(listed).text
    db.session.expire_all()
    assert len(minutes_of(project)) == 1
    close_project(project, by=pmo)
    db.session.commit()
    assert client.post(f"{path}/removal", data={"removed": "yes"}).status_code == 409
