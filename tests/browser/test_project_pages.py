"""The pages around a project stand up to axe, 360 px and both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
OF_A_PROJECT = (
    "", "/risks", "/minutes", "/change-requests", "/charter", "/downloads", "/comments/R-1", "/indicators",
)  # fmt: skip


def first_project(person: Visitor) -> str:
    """Return the address of the demo's project."""
    person.go("/projects")
    found = person.page.locator("main table a[href^='/projects/']").first.get_attribute("href")
    assert found
    return found


def test_the_pmo_on_a_telephone(visit: Callable[..., Visitor]) -> None:
    person = visit("ja", width=360)
    person.sign_in("consultant@demo.example.jp")
    project = first_project(person)
    for page in (*OF_A_PROJECT, "/minutes/new", "/imports", "/settings"):
        person.go(project + page)
    person.go("/portfolio")


def test_the_client_in_english(visit: Callable[..., Visitor]) -> None:
    person = visit("en")
    person.sign_in("client@demo.example.jp")
    project = first_project(person)
    for page in (*OF_A_PROJECT, "/readers"):
        person.go(project + page)
    person.go("/portfolio")


def test_staff_see_health_and_templates(visit: Callable[..., Visitor]) -> None:
    advisor = visit("en", width=360)
    advisor.sign_in("advisor@demo.example.jp")
    for page in ("/contracts/health", "/portfolio", "/projects"):
        advisor.go(page)
    operator = visit("ja")
    operator.sign_in("operator@demo.example.jp")
    for page in ("/settings/project-templates", "/settings/project-templates/controlling", "/portfolio"):
        operator.go(page)
