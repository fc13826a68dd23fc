"""The operator changes with what projects begin, and has the shipped template again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from marketplace.db import db
from marketplace.i18n import in_locale
from marketplace.tracker.boards import MILESTONES
from marketplace.tracker.queries import kept_template, rows_of, templates_now
from marketplace.tracker.states import PmoType
from marketplace.tracker.templates import TEMPLATES, content_of, template_from
from tests.factories.accounts import make_client, make_operator
from tests.factories.tracker import begun_project

if TYPE_CHECKING:
    from tests.conftest import PageClient

HOME = "/settings/project-templates"
VALUES = {
    "seen": "0", "cadence": "monthly", "weekday": "2", "dimensions": ["schedule", "risk"],
    "milestones-0-ja": "完了", "milestones-0-en": "Done", "milestones-0-days": "60",
    "milestones-1-ja": "開始会議", "milestones-1-en": "Kick-off", "milestones-1-days": "７",
    "milestones-2-ja": "", "milestones-2-en": "", "milestones-2-days": "",
    "sections-0-ja": "今月の要点", "sections-0-en": "This month",
    "series-0-ja": "月例会", "series-0-en": "Monthly meeting", "series-0-cadence": "monthly", "series-0-weekday": "1",
}  # fmt: skip


def test_a_project_begins_from_the_operators_template(client: PageClient) -> None:
    operator = make_operator()
    db.session.commit()
    client.sign_in(operator)
    assert "推進型" in client.get(HOME).text
    page = client.get(f"{HOME}/controlling")
    assert 'value="Plan agreed"' in page.text
    assert client.get(f"{HOME}/other").status_code == 404
    half = client.post(f"{HOME}/controlling", data=VALUES | {"milestones-0-en": "", "milestones-1-days": ""})
    assert half.status_code == 422
    assert len(re.findall(r'class="error" id="milestones', half.text)) == 2
    assert client.post(f"{HOME}/controlling", data=VALUES | {"dimensions": []}).status_code == 422
    assert client.post(f"{HOME}/controlling", data=VALUES).status_code == 303
    assert client.post(f"{HOME}/controlling", data=VALUES).status_code == 409, "somebody has saved since"
    assert "プロジェクトのテンプレート：推進型" in client.get("/settings").text
    project, *_people = begun_project()
    assert [row.name for row in rows_of(project, MILESTONES)] == ["開始会議", "完了"]
    assert project.dimensions == ["schedule", "risk"]
    assert project.sections == ["今月の要点"]
    assert project.series == [{"name": "月例会", "cadence": "monthly", "weekday": 1}]
    with in_locale("en"):
        assert templates_now()[PmoType.CONTROLLING].sections == ("This month",)
    assert client.post(f"{HOME}/controlling/shipped").status_code == 303
    assert kept_template(PmoType.CONTROLLING) is None
    assert templates_now() == TEMPLATES
    client.sign_in(make_client())
    db.session.commit()
    assert client.get(HOME).status_code == 403


def test_a_shipped_template_is_kept_whole() -> None:
    for shipped in TEMPLATES.values():
        with in_locale("en"):
            again = template_from(content_of(shipped), shipped)
            assert [str(each) for each in shipped.sections] == list(again.sections)
            assert again.milestones == tuple((str(name), days) for name, days in shipped.milestones)
            assert [each.weekday for each in again.series] == [each.weekday for each in shipped.series]
