"""Each demo role signs in by one button and finds its work; every page stands up to axe, 360 px and both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from marketplace.accounts.demo_sign_ins import DEMO_SIGN_INS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
PAGES = {
    "consultant": (
        "/",
        "/engagements",
        "/engagements?sort=match",
        "/applications",
        "/appeals",
        "/profile",
        "/profile/preview",
        "/notices",
        "/account",
        "/account/notices",
        "/threads",
        "/interview",
        "/profile/import",
    ),
    "client": (
        "/",
        "/engagements/mine",
        "/engagements/new",
        "/company",
        "/engagements",
        "/notices",
        "/threads",
        "/interview",
    ),
    "member": ("/", "/engagements/mine", "/company"),
    "advisor": (
        "/desk",
        "/desk?of=all&due=week",
        "/desk?of=all&kind=meeting",
        "/desk/people",
        "/desk/applications",
        "/desk/appeals",
        "/engagements",
        "/threads",
        "/operation/certifications",
    ),
    "operator": (
        "/",
        "/desk",
        "/staff",
        "/operation/jobs",
        "/operation/components",
        "/operation/funnel",
        "/settings",
        "/settings/general",
        "/settings/response-times",
        "/settings/reasons",
        "/settings/catalogue",
        "/settings/catalogue/new",
    ),
}
PUBLIC = (
    "/", "/engagements", "/engagements?q=SAP", "/engagements?q=zzzzzz&rate=200", "/for-consultants", "/for-clients",
    "/sign-in", "/sign-up", "/sign-up/consultant", "/password/reset", "/nowhere",
)  # fmt: skip
SECTIONS = (
    "basics", "summary", "strengths", "skills", "certifications", "languages", "projects", "wishes", "capacity",
    "visibility", "business", "recommendations",
)  # fmt: skip


@pytest.mark.parametrize("locale", ["ja", "en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_public_pages(visit: Callable[..., Visitor], locale: str, width: int) -> None:
    person = visit(locale, width=width)
    for path in PUBLIC:
        person.go(path)
    person.go("/engagements")
    person.submit(person.page.locator("main .posting a").first)


@pytest.mark.parametrize("role", PAGES)
@pytest.mark.parametrize(("locale", "width"), [("ja", 360), ("en", 1280)])
def test_pages_of_a_role(visit: Callable[..., Visitor], role: str, locale: str, width: int) -> None:
    person = visit(locale, width=width)
    person.sign_in(f"{role}@demo.example.jp")
    for path in PAGES[role]:
        person.go(path)


@pytest.mark.parametrize(("locale", "width"), [("ja", 360), ("en", 1280)])
def test_sections_of_a_profile(visit: Callable[..., Visitor], locale: str, width: int) -> None:
    person = visit(locale, width=width)
    person.sign_in("consultant@demo.example.jp")
    for section in SECTIONS:
        person.go(f"/profile/{section}")


@pytest.mark.parametrize(("locale", "width"), [("ja", 360), ("en", 1280)])
def test_the_clients_posting_and_its_ranked_consultants(visit: Callable[..., Visitor], locale: str, width: int) -> None:
    person = visit(locale, width=width)
    person.sign_in("client@demo.example.jp")
    person.go("/engagements/mine")
    person.submit(person.page.locator("main table a").first)
    manage = person.page.url
    person.go(manage.replace("/manage", "/candidates"))
    person.sees("T.M.")
    person.does_not_see("consultant@demo.example.jp")
    person.submit(person.page.locator("main .ranked a").first)


@pytest.mark.parametrize(("locale", "width"), [("ja", 360), ("en", 1280)])
def test_what_an_advisor_opens_of_a_posting_and_a_person(
    visit: Callable[..., Visitor], locale: str, width: int
) -> None:
    person = visit(locale, width=width)
    person.sign_in("advisor@demo.example.jp")
    person.go("/desk?of=all&kind=reply")
    person.submit(person.page.locator("main table th a").first)
    card = person.page.url
    person.submit(person.page.locator("main a[href*='/consultants/']").first)
    person.submit(person.page.locator("main a[href$='/interview'], aside a[href$='/interview']").first)
    person.go(card)
    person.submit(person.page.locator("nav.breadcrumb a, .breadcrumb a").first)
    manage = person.page.url
    for page in ("/candidates", "/absent?q=田", "/pipeline", "/pipeline?view=list"):
        person.go(manage.replace("/manage", page))
    person.go(manage.replace("/manage", "/candidates"))
    boxes = person.page.locator("input[form=compare]")
    for at in range(min(3, boxes.count())):
        boxes.nth(at).check()
    person.submit(person.page.locator("form#compare button").first)
    for kind in ("meeting", "offer"):
        person.go(f"/desk?of=all&kind={kind}")
        person.submit(person.page.locator("main table th a").first)


def test_each_role_signs_in_by_one_button(visit: Callable[..., Visitor]) -> None:
    for at in range(len(DEMO_SIGN_INS)):
        person = visit("ja")
        person.go("/sign-in")
        buttons = person.page.locator("form:has(input[type=hidden][name=password]) button")
        assert buttons.count() == len(DEMO_SIGN_INS)
        person.submit(buttons.nth(at))
        assert "/sign-in" not in person.page.url


def test_the_list_works_by_keyboard_and_remembers_its_filters(visit: Callable[..., Visitor]) -> None:
    person = visit("ja")
    person.go("/engagements")
    person.page.keyboard.press("Tab")
    person.page.keyboard.press("Enter")  # the skip link
    assert person.page.evaluate("document.activeElement.id") == "main"
    person.page.locator("main input[type=checkbox][name=type][value=strategic]").check()
    person.page.wait_for_url("**type=strategic**")
    person.page.reload()
    assert person.page.locator("main input[type=checkbox][name=type][value=strategic]").is_checked()
    person.check()


def test_letters_walk_a_queue_and_a_list_and_choose_their_rows(visit: Callable[..., Visitor]) -> None:
    advisor = visit("ja")
    advisor.sign_in("advisor@demo.example.jp")
    advisor.go("/desk")
    keys, rows = advisor.page.keyboard, advisor.page.locator("[data-queue] tbody tr")
    for letter in "jjx":
        keys.press(letter)
    assert rows.nth(1).locator("a:focus").count() == 1
    assert [rows.nth(at).locator("input").is_checked() for at in range(2)] == [False, True]
    for letter in "kx":
        keys.press(letter)
    assert rows.nth(0).locator("input").is_checked()
    advisor.go("/engagements")
    cards = advisor.page.locator("[data-keys] > *")
    keys.press("k")  # from nowhere to the first
    assert cards.nth(0).locator(":focus").count() == 1
    advisor.page.locator("main input[type=search], main input[type=text]").first.focus()
    keys.press("j")
    assert advisor.page.evaluate("document.activeElement.value") == "j"


def test_language_is_one_click_and_remembered(visit: Callable[..., Visitor]) -> None:
    person = visit("ja")
    person.go("/engagements?type=strategic")
    person.page.locator("form.language button").click()
    person.page.wait_for_load_state()
    person.locale = "en"
    person.go("/")
    person.sees("Find engagements")
